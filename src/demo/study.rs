//! How far the learners are: the first course in full swing, another completed with its certificate, a lesson that
//! waits for the one before it.

use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::BigInt;

use crate::courses::{self, CourseId};
use crate::demo::{Made, People};
use crate::error::Result;
use crate::schema;

/// The place of the course that `student` has completed.
const COMPLETED: usize = 7;

pub(super) fn insert(conn: &mut PgConnection, people: &People, made: &Made) -> Result<()> {
    use schema::courses as rows;
    diesel::update(rows::table.filter(rows::id.eq_any(&made.courses)))
        .set(rows::gives_certificate.eq(true))
        .execute(conn)?;
    let student = people["student"];
    for (sql, course) in [
        (ENROLLED, made.courses[0]),
        (STUDIED, made.courses[0]),
        (LOCKED, made.courses[0]),
        (DONE, made.courses[COMPLETED]),
    ] {
        sql_query(sql)
            .bind::<BigInt, CourseId>(course)
            .bind::<BigInt, _>(student)
            .execute(conn)?;
        courses::recount_course(conn, course)?;
    }
    Ok(())
}

/// Over the last weeks, not all on one day.
const ENROLLED: &str = "UPDATE enrollments
    SET enrolled_at = now() - (CASE WHEN user_id = $2 THEN 9 ELSE user_id * 7 % 33 END) * interval '1 day'
    WHERE course_id = $1";

/// Some lessons done, the next one begun, by everybody but `student`.
const STUDIED: &str = "INSERT INTO progress
        (user_id, course_id, lesson_id, status, completed_at, last_accessed_at, viewed_at, watched)
    SELECT e.user_id, l.course_id, l.id,
        CASE WHEN l.\"order\" <= done THEN 'completed' ELSE 'in_progress' END::progress_status,
        CASE WHEN l.\"order\" <= done THEN at END, at, at,
        CASE WHEN l.duration_ms IS NULL THEN '{}'
            WHEN l.\"order\" <= done THEN int8multirange(int8range(0, l.duration_ms))
            ELSE int8multirange(int8range(0, l.duration_ms * (e.user_id % 5 + 2) / 8)) END
    FROM enrollments e JOIN lessons l ON l.course_id = e.course_id
    CROSS JOIN LATERAL (SELECT e.user_id % 6 + 1 AS done, now() - (e.user_id * 5 % 29) * interval '1 day' AS at) AS far
    WHERE e.course_id = $1 AND e.user_id <> $2 AND l.\"order\" <= done + 1
    ON CONFLICT DO NOTHING";

/// The last lesson waits for the one before it.
const LOCKED: &str = "INSERT INTO lesson_prerequisites (lesson_id, required_lesson_id, course_id)
    SELECT last.id, before.id, last.course_id FROM lessons last
    JOIN lessons before ON before.course_id = last.course_id AND before.\"order\" = last.\"order\" - 1
    WHERE last.course_id = $1 AND $2 > 0 AND NOT last.is_preview ORDER BY last.\"order\" DESC LIMIT 1";

/// Everything done.
const DONE: &str = "INSERT INTO progress (user_id, course_id, lesson_id, status, completed_at, viewed_at, last_accessed_at)
    SELECT $2, course_id, id, 'completed', now() - interval '2 days', now() - interval '2 days', now() - interval '2 days'
    FROM lessons WHERE course_id = $1
    ON CONFLICT DO NOTHING";
