//! What waits for the staff of a course, and what is decided about it.

use chrono::{DateTime, Utc};
use diesel::dsl::{count as counted, now};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Array, BigInt, Bool, Text, Timestamptz};
use serde_json::json;

use crate::audit::Act;
use crate::courses::authoring::staffed;
use crate::courses::danmaku::deletion::{self, At};
use crate::courses::danmaku::timeline::LineId;
use crate::courses::{CourseId, LessonId};
use crate::error::{AppError, Result};
use crate::reporting::{Decision, Outcome};
use crate::schema::{lesson_danmaku, lesson_danmaku_reports, lessons};
use crate::text;
use crate::web::{UserId, Viewer};

/// A line that somebody has reported.
#[derive(QueryableByName)]
pub struct Reported {
    #[diesel(sql_type = BigInt)]
    pub id: LineId,
    #[diesel(sql_type = BigInt)]
    pub lesson_id: LessonId,
    #[diesel(sql_type = Text)]
    pub lesson: String,
    #[diesel(sql_type = BigInt)]
    pub author: UserId,
    #[diesel(sql_type = Text)]
    pub name: String,
    #[diesel(sql_type = Text)]
    pub content: String,
    /// The moment of the video.
    #[diesel(sql_type = BigInt)]
    pub position_ms: i64,
    #[diesel(sql_type = Timestamptz)]
    pub created_at: DateTime<Utc>,
    /// How many have reported it.
    #[diesel(sql_type = BigInt)]
    pub reports: i64,
    /// What they say, the first first.
    #[diesel(sql_type = Array<Text>)]
    pub reasons: Vec<String>,
}

/// A hundred lines with fifty reasons each are more than anybody goes through at once.
const WAITING: &str =
    "SELECT d.id, l.id AS lesson_id, l.title AS lesson, u.id AS author, u.display_name AS name, d.content, d.position_ms,
        d.created_at, count(*) AS reports, (array_agg(r.reason ORDER BY r.id))[1:50] AS reasons
    FROM lesson_danmaku_reports r JOIN lesson_danmaku d ON d.id = r.danmaku_id JOIN lessons l ON l.id = d.lesson_id
    JOIN users u ON u.id = d.user_id
    WHERE l.course_id = $1 AND d.deleted_at IS NULL AND r.settled_at IS NULL
    GROUP BY d.id, l.id, u.id ORDER BY min(r.id) LIMIT 100";

/// What waits in the course, longest first.
pub fn waiting(conn: &mut PgConnection, course: CourseId) -> Result<Vec<Reported>> {
    Ok(sql_query(WAITING).bind::<BigInt, _>(course).load(conn)?)
}

/// How many lines of the course wait.
pub fn count(conn: &mut PgConnection, course: CourseId) -> Result<i64> {
    Ok(lesson_danmaku_reports::table
        .inner_join(lesson_danmaku::table.inner_join(lessons::table))
        .filter(lessons::course_id.eq(course))
        .filter(lesson_danmaku::deleted_at.is_null())
        .filter(lesson_danmaku_reports::settled_at.is_null())
        .select(counted(lesson_danmaku_reports::danmaku_id).aggregate_distinct())
        .get_result(conn)?)
}

/// The staff deletes a line of the course, or lets it stand.
///
/// # Errors
/// `NotFound` for who is not of the staff, and for a line of another course or one that is gone; `Conflict` for letting stand
/// what one has written.
pub fn decide(
    conn: &mut PgConnection,
    viewer: &Viewer,
    course: CourseId,
    line: LineId,
    outcome: Outcome,
) -> Result<()> {
    conn.transaction(|conn| {
        staffed(conn, viewer, course)?;
        let (lesson, author): (LessonId, UserId) = lesson_danmaku::table
            .inner_join(lessons::table)
            .filter(lesson_danmaku::id.eq(line))
            .filter(lesson_danmaku::deleted_at.is_null())
            .filter(lessons::course_id.eq(course))
            .select((lessons::id, lesson_danmaku::user_id))
            .first(conn)?;
        let place = (course, lesson, line);
        match outcome {
            Outcome::Upheld => deletion::remove(conn, viewer.id, place, ""),
            Outcome::Dismissed if author == viewer.id => {
                Err(AppError::Conflict(text!("live-report-others-decide")))
            }
            Outcome::Dismissed => let_stand(conn, viewer.id, place, ""),
        }
    })
}

/// Settles what is open of its reports, and notes it if there was anything.
pub(super) fn let_stand(
    conn: &mut PgConnection,
    by: UserId,
    place: At,
    reason: &str,
) -> Result<()> {
    match settle(conn, place.2, &Decision::dismissing(by))? {
        0 => Ok(()),
        _ => note(conn, by, "lesson_danmaku.dismiss", place, reason),
    }
}

/// Notes what was decided about the reports of this line; how many that concerns.
pub fn settle(conn: &mut PgConnection, line: LineId, decision: &Decision) -> QueryResult<usize> {
    let is_other = lesson_danmaku_reports::outcome.is_distinct_from(Outcome::Upheld);
    let is_open = lesson_danmaku_reports::settled_at.is_null();
    diesel::update(lesson_danmaku_reports::table)
        .filter(lesson_danmaku_reports::danmaku_id.eq(line))
        .filter(is_open.or(decision.is_anew.into_sql::<Bool>().and(is_other)))
        .set((
            lesson_danmaku_reports::settled_at.eq(now),
            lesson_danmaku_reports::settled_by.eq(decision.by),
            lesson_danmaku_reports::outcome.eq(decision.outcome),
        ))
        .execute(conn)
}

/// Adds a line to the audit log, in the transaction of the act.
pub fn note(
    conn: &mut PgConnection,
    by: UserId,
    action: &str,
    (course, lesson, line): At,
    reason: &str,
) -> Result<()> {
    Act::of(by, action, "lesson_danmaku", line)
        .because(reason)
        .with(json!({ "course_id": course, "lesson_id": lesson }))
        .write(conn)
}
