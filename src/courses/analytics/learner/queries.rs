//! What is known of one learner: as many queries for one lesson as for a hundred.

use chrono::{DateTime, Utc};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Integer, Nullable, Text, Timestamptz};

use crate::courses::CourseId;
use crate::courses::analytics::queries::{LEARNER, LearnerLine, seen};
use crate::error::Result;
use crate::web::UserId;

/// # Errors
/// `NotFound` for whoever doesn't take the course.
pub fn learner(conn: &mut PgConnection, course: CourseId, user: UserId) -> Result<LearnerLine> {
    let of_one = seen("AND e.user_id = $2");
    Ok(diesel::sql_query(format!("{of_one} {LEARNER}"))
        .bind::<BigInt, _>(course)
        .bind::<BigInt, _>(user)
        .get_result(conn)?)
}

/// A lesson, and how far they are with it.
#[derive(Debug, QueryableByName)]
pub struct Step {
    #[diesel(sql_type = Text)]
    pub title: String,
    #[diesel(sql_type = Bool)]
    pub is_required: bool,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub duration_ms: Option<i64>,
    /// Of a video or a class, in milliseconds.
    #[diesel(sql_type = Nullable<BigInt>)]
    pub seen_ms: Option<i64>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub last_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub completed_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Bool)]
    pub is_done: bool,
    #[diesel(sql_type = Bool)]
    pub is_begun: bool,
}

pub fn steps(conn: &mut PgConnection, course: CourseId, user: UserId) -> Result<Vec<Step>> {
    Ok(diesel::sql_query(
        "SELECT l.title, l.is_required, l.duration_ms, p.last_accessed_at AS last_at, p.completed_at,
             coalesce(watched.ms::bigint, nullif(p.attended_ms, 0)) AS seen_ms,
             coalesce(p.status = 'completed', false) AS is_done, coalesce(p.status = 'in_progress', false) AS is_begun
         FROM lessons l
         LEFT JOIN progress p ON p.lesson_id = l.id AND p.user_id = $2
         LEFT JOIN LATERAL (SELECT sum(upper(part) - lower(part)) AS ms FROM unnest(p.watched) AS part) watched ON true
         WHERE l.course_id = $1 ORDER BY l.\"order\"",
    )
    .bind::<BigInt, _>(course)
    .bind::<BigInt, _>(user)
    .load(conn)?)
}

/// What they got for an item of the grade book; points as they are shown.
#[derive(Debug, QueryableByName)]
pub struct Score {
    #[diesel(sql_type = BigInt)]
    pub item_id: i64,
    #[diesel(sql_type = Text)]
    pub title: String,
    #[diesel(sql_type = Text)]
    pub max: String,
    #[diesel(sql_type = Nullable<Text>)]
    pub points: Option<String>,
    #[diesel(sql_type = Bool)]
    pub is_excused: bool,
}

pub fn scores(conn: &mut PgConnection, course: CourseId, user: UserId) -> Result<Vec<Score>> {
    Ok(diesel::sql_query(
        "SELECT i.id AS item_id, i.title, trim_scale(i.max_points)::text AS max, trim_scale(g.points)::text AS points,
             coalesce(g.is_excused, false) AS is_excused
         FROM grade_items i LEFT JOIN grades g ON g.item_id = i.id AND g.user_id = $2
         WHERE i.course_id = $1 ORDER BY i.id",
    )
    .bind::<BigInt, _>(course)
    .bind::<BigInt, _>(user)
    .load(conn)?)
}

/// More attempts than anybody reads.
const ATTEMPTS: i64 = 100;

/// An attempt at a quiz.
#[derive(Debug, QueryableByName)]
pub struct Attempt {
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    #[diesel(sql_type = Text)]
    pub title: String,
    #[diesel(sql_type = Integer)]
    pub number: i32,
    #[diesel(sql_type = Timestamptz)]
    pub started_at: DateTime<Utc>,
    /// None while it goes on.
    #[diesel(sql_type = Nullable<BigInt>)]
    pub took_ms: Option<i64>,
    /// None until it is graded.
    #[diesel(sql_type = Nullable<Text>)]
    pub score: Option<String>,
    #[diesel(sql_type = Text)]
    pub max: String,
}

/// The latest first.
pub fn attempts(conn: &mut PgConnection, course: CourseId, user: UserId) -> Result<Vec<Attempt>> {
    Ok(diesel::sql_query(
        "SELECT a.id, q.title, a.number, a.started_at, trim_scale(a.score)::text AS score, trim_scale(a.max_score)::text AS max,
             (1000 * extract(epoch FROM a.submitted_at - a.started_at))::bigint AS took_ms
         FROM attempts a JOIN quizzes q ON q.id = a.quiz_id
         WHERE q.course_id = $1 AND a.user_id = $2 ORDER BY a.started_at DESC, a.id DESC LIMIT $3",
    )
    .bind::<BigInt, _>(course)
    .bind::<BigInt, _>(user)
    .bind::<BigInt, _>(ATTEMPTS)
    .load(conn)?)
}
