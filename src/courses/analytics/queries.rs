//! The figures of a course, aggregated by the database: as many queries for ten learners as for ten thousand.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Date, Integer, Nullable, Text, Timestamptz};

use crate::courses::model::{CourseId, LessonId};
use crate::error::Result;
use crate::web::UserId;

/// As many as a page names of those who have stopped.
pub const STOPPED: i64 = 50;

/// How far the learners are with one lesson.
#[derive(Debug, QueryableByName)]
pub struct LessonLine {
    #[diesel(sql_type = BigInt)]
    pub id: LessonId,
    #[diesel(sql_type = Text)]
    pub title: String,
    #[diesel(sql_type = Bool)]
    pub is_required: bool,
    /// Whether it is a video whose watched parts are known.
    #[diesel(sql_type = Bool)]
    pub is_measured: bool,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub duration_ms: Option<i64>,
    #[diesel(sql_type = BigInt)]
    pub begun: i64,
    #[diesel(sql_type = BigInt)]
    pub done: i64,
    /// What half of the learners take at most, in milliseconds: watched of a video, attended of a class, between the
    /// beginning and the end of an attempt. Nothing else is measured.
    #[diesel(sql_type = Nullable<BigInt>)]
    pub median_ms: Option<i64>,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub quiz_id: Option<i64>,
}

pub fn lessons(conn: &mut PgConnection, course: CourseId) -> Result<Vec<LessonLine>> {
    Ok(diesel::sql_query(
        "SELECT l.id, l.title, l.is_required, l.duration_ms, q.id AS quiz_id,
             l.kind = 'video' AND l.media_id IS NOT NULL AND l.duration_ms IS NOT NULL AS is_measured,
             count(p.id) FILTER (WHERE p.status = 'in_progress') AS begun,
             count(p.id) FILTER (WHERE p.status = 'completed') AS done,
             coalesce(tried.median_ms,
                 percentile_cont(0.5) WITHIN GROUP (ORDER BY coalesce(watched.ms, nullif(p.attended_ms, 0))::float8))::bigint AS median_ms
         FROM lessons l
         LEFT JOIN (progress p JOIN enrollments e ON e.user_id = p.user_id AND e.course_id = p.course_id)
             ON p.lesson_id = l.id AND p.course_id = l.course_id
         LEFT JOIN LATERAL (SELECT sum(upper(part) - lower(part)) AS ms FROM unnest(p.watched) AS part) watched ON true
         LEFT JOIN quizzes q ON q.lesson_id = l.id
         LEFT JOIN LATERAL (
             SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY 1000 * extract(epoch FROM a.submitted_at - a.started_at)::float8) AS median_ms
             FROM attempts a JOIN enrollments e ON e.user_id = a.user_id AND e.course_id = q.course_id
             WHERE a.quiz_id = q.id AND a.submitted_at IS NOT NULL) tried ON true
         WHERE l.course_id = $1
         GROUP BY l.id, q.id, tried.median_ms ORDER BY l.\"order\"",
    )
    .bind::<BigInt, _>(course)
    .load(conn)?)
}

/// The figures at the top.
#[derive(Debug, QueryableByName)]
pub struct Figures {
    #[diesel(sql_type = BigInt)]
    pub enrolled: i64,
    /// Have been in a lesson in the last seven days.
    #[diesel(sql_type = BigInt)]
    pub active: i64,
    #[diesel(sql_type = BigInt)]
    pub completed: i64,
    /// Have not been in a lesson for so many days, and have not completed the course.
    #[diesel(sql_type = BigInt)]
    pub stopped: i64,
}

/// Who of a course has been in it last, when and where: `seen` of the queries below. `$1` is the course.
pub(super) fn seen(and: &str) -> String {
    format!(
        "WITH seen AS (
            SELECT e.user_id, e.enrolled_at, max(p.last_accessed_at) AS last_at, c.completed_at,
                (array_agg(p.lesson_id ORDER BY p.last_accessed_at DESC) FILTER (WHERE p.id IS NOT NULL))[1] AS last_lesson,
                (array_agg(p.position_ms ORDER BY p.last_accessed_at DESC) FILTER (WHERE p.id IS NOT NULL))[1] AS last_ms,
                count(p.id) FILTER (WHERE p.status = 'completed' AND l.is_required) AS done
            FROM enrollments e
            LEFT JOIN progress p ON p.user_id = e.user_id AND p.course_id = e.course_id
            LEFT JOIN lessons l ON l.id = p.lesson_id
            LEFT JOIN course_completions c ON c.user_id = e.user_id AND c.course_id = e.course_id
            WHERE e.course_id = $1 {and}
            GROUP BY e.user_id, e.enrolled_at, c.completed_at)"
    )
}

/// The columns of [`LearnerLine`], of `seen`.
pub(super) const LEARNER: &str = "
    SELECT u.id AS user_id, u.username, u.display_name, seen.enrolled_at, seen.last_at, seen.completed_at, seen.done,
        place.title AS last_lesson, CASE WHEN place.kind = 'video' THEN nullif(seen.last_ms, 0) END AS last_ms
    FROM seen JOIN users u ON u.id = seen.user_id LEFT JOIN lessons place ON place.id = seen.last_lesson";

pub fn figures(conn: &mut PgConnection, course: CourseId, days: i32) -> Result<Figures> {
    Ok(diesel::sql_query(format!(
        "{} SELECT count(*) AS enrolled,
             count(*) FILTER (WHERE last_at >= now() - interval '7 days') AS active,
             count(*) FILTER (WHERE completed_at IS NOT NULL) AS completed,
             count(*) FILTER (WHERE completed_at IS NULL
                 AND coalesce(last_at, enrolled_at) < now() - make_interval(days => $2)) AS stopped
         FROM seen",
        seen("")
    ))
    .bind::<BigInt, _>(course)
    .bind::<Integer, _>(days)
    .get_result(conn)?)
}

/// A learner, and where they are.
#[derive(Debug, QueryableByName)]
pub struct LearnerLine {
    #[diesel(sql_type = BigInt)]
    pub user_id: UserId,
    #[diesel(sql_type = Text)]
    pub username: String,
    #[diesel(sql_type = Text)]
    pub display_name: String,
    #[diesel(sql_type = Timestamptz)]
    pub enrolled_at: DateTime<Utc>,
    /// When they were in a lesson last, if ever.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub last_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub completed_at: Option<DateTime<Utc>>,
    /// Required lessons.
    #[diesel(sql_type = BigInt)]
    pub done: i64,
    /// The lesson they were in last.
    #[diesel(sql_type = Nullable<Text>)]
    pub last_lesson: Option<String>,
    /// Where in it, if it is a video.
    #[diesel(sql_type = Nullable<BigInt>)]
    pub last_ms: Option<i64>,
}

/// Who has not been in a lesson for so many days and has not completed the course, the longest away first; at most so many,
/// or all.
pub fn stopped(
    conn: &mut PgConnection,
    course: CourseId,
    days: i32,
    most: Option<i64>,
) -> Result<Vec<LearnerLine>> {
    Ok(diesel::sql_query(format!(
        "{} {LEARNER}
         WHERE seen.completed_at IS NULL
             AND coalesce(seen.last_at, seen.enrolled_at) < now() - make_interval(days => $2)
         ORDER BY coalesce(seen.last_at, seen.enrolled_at), u.id LIMIT $3",
        seen("")
    ))
    .bind::<BigInt, _>(course)
    .bind::<Integer, _>(days)
    .bind::<Nullable<BigInt>, _>(most)
    .load(conn)?)
}

/// Every learner of a course, for the file.
pub fn learners(conn: &mut PgConnection, course: CourseId) -> Result<Vec<LearnerLine>> {
    Ok(
        diesel::sql_query(format!("{} {LEARNER} ORDER BY u.username", seen("")))
            .bind::<BigInt, _>(course)
            .load(conn)?,
    )
}

/// How far a learner is with a lesson, for the file.
#[derive(Debug, QueryableByName)]
pub struct Cell {
    #[diesel(sql_type = BigInt)]
    pub user_id: UserId,
    #[diesel(sql_type = BigInt)]
    pub lesson_id: LessonId,
    #[diesel(sql_type = Bool)]
    pub is_done: bool,
}

pub fn cells(conn: &mut PgConnection, course: CourseId) -> Result<Vec<Cell>> {
    Ok(diesel::sql_query(
        "SELECT p.user_id, p.lesson_id, p.status = 'completed' AS is_done
         FROM progress p JOIN enrollments e ON e.user_id = p.user_id AND e.course_id = p.course_id
         WHERE p.course_id = $1 AND p.status <> 'not_started'",
    )
    .bind::<BigInt, _>(course)
    .load(conn)?)
}

/// How many enrolled and how many completed on a day.
#[derive(Clone, Debug, PartialEq, QueryableByName)]
pub struct Day {
    #[diesel(sql_type = Date)]
    pub day: NaiveDate,
    #[diesel(sql_type = BigInt)]
    pub enrolled: i64,
    #[diesel(sql_type = BigInt)]
    pub completed: i64,
}

/// The days on which anything happened, in the viewer's time zone.
pub fn days(conn: &mut PgConnection, course: CourseId, zone: &str) -> Result<Vec<Day>> {
    Ok(diesel::sql_query(
        "SELECT day, sum(enrolled)::bigint AS enrolled, sum(completed)::bigint AS completed FROM (
             SELECT (enrolled_at AT TIME ZONE $2)::date AS day, 1 AS enrolled, 0 AS completed
             FROM enrollments WHERE course_id = $1
             UNION ALL
             SELECT (c.completed_at AT TIME ZONE $2)::date, 0, 1
             FROM course_completions c JOIN enrollments e ON e.user_id = c.user_id AND e.course_id = c.course_id
             WHERE c.course_id = $1
         ) AS happened GROUP BY day ORDER BY day",
    )
    .bind::<BigInt, _>(course)
    .bind::<Text, _>(zone)
    .load(conn)?)
}
