//! Where people leave a video.

use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::BigInt;

use crate::courses::LessonId;
use crate::error::Result;

/// A piece of a video, all of one length.
#[derive(Clone, Debug, PartialEq, QueryableByName)]
pub struct Moment {
    /// Where it begins and ends, in milliseconds.
    #[diesel(sql_type = BigInt)]
    pub begins: i64,
    #[diesel(sql_type = BigInt)]
    pub ends: i64,
    /// How many of those enrolled have watched its middle.
    #[diesel(sql_type = BigInt)]
    pub viewers: i64,
    /// How many were here last and have not completed the lesson.
    #[diesel(sql_type = BigInt)]
    pub leaving: i64,
}

impl Moment {
    pub fn middle(&self) -> i64 {
        (self.begins + self.ends) / 2
    }
}

/// A piece is five seconds long, unless those of a short video would be too few to draw, or those of a long one too many.
fn pieces(duration_ms: i64) -> i64 {
    (duration_ms / 5_000).clamp(50, 240)
}

/// The pieces of a video from its beginning to its end.
pub fn moments(conn: &mut PgConnection, lesson: LessonId, duration_ms: i64) -> Result<Vec<Moment>> {
    Ok(diesel::sql_query(
        "SELECT piece.begins, piece.ends,
             count(p.id) FILTER (WHERE p.watched @> (piece.begins + piece.ends) / 2) AS viewers,
             count(p.id) FILTER (WHERE p.status = 'in_progress' AND NOT isempty(p.watched)
                 AND p.position_ms >= piece.begins AND (p.position_ms < piece.ends OR piece.ends = $2)) AS leaving
         FROM (SELECT number * $2 / $3 AS begins, (number + 1) * $2 / $3 AS ends FROM generate_series(0, $3 - 1) AS number) AS piece
         LEFT JOIN (progress p JOIN enrollments e ON e.user_id = p.user_id AND e.course_id = p.course_id) ON p.lesson_id = $1
         GROUP BY piece.begins, piece.ends ORDER BY piece.begins",
    )
    .bind::<BigInt, _>(lesson)
    .bind::<BigInt, _>(duration_ms)
    .bind::<BigInt, _>(pieces(duration_ms))
    .load(conn)?)
}

/// Between which two pieces most are lost: the middles, and how many.
pub fn steepest(moments: &[Moment]) -> Option<(i64, i64, i64)> {
    let lost = |pair: &[Moment]| match pair {
        [before, after] => (
            before.middle(),
            after.middle(),
            before.viewers - after.viewers,
        ),
        _ => (0, 0, 0),
    };
    let drops = moments.windows(2).map(lost);
    drops
        .max_by_key(|(_, _, lost)| *lost)
        .filter(|(_, _, lost)| *lost > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_of_five_seconds_within_bounds() {
        assert_eq!(pieces(10 * 60_000), 120);
        assert_eq!(pieces(30_000), 50);
        assert_eq!(pieces(3 * 3_600_000), 240);
    }
}
