//! What is in somebody's calendar: one query, whatever they learn and teach.

use std::collections::HashSet;

use chrono::{DateTime, Duration, Utc};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{BigInt, Timestamptz};

use super::item::{Item, Kind};
use crate::db;
use crate::error::Result;
use crate::web::UserId;

/// How far ahead the first page looks.
const NEAR: Duration = Duration::days(14);

/// The courses that count are those of [`may_study`](crate::courses::may_study), drafts left out; a class without a
/// course is in its teacher's calendar alone. A learner's own times go before those of the assignment, and
/// that they are excused counts once the column is posted, before which they may not know.
const ITEMS: &str = "
    WITH mine AS (
        SELECT c.id, c.title, bool_or(m.teaches) AS teaches
        FROM (
            SELECT course_id, true AS teaches FROM course_staff WHERE user_id = $1
            UNION ALL SELECT course_id, false FROM enrollments WHERE user_id = $1
        ) m JOIN courses c ON c.id = m.course_id
        WHERE c.status <> 'draft' GROUP BY c.id
    ), rooms AS (
        SELECT r.id FROM live_rooms r JOIN mine ON mine.id = r.course_id
        UNION SELECT id FROM live_rooms WHERE teacher_id = $1
    ), excused AS (
        SELECT g.item_id FROM grades g JOIN grade_items i ON i.id = g.item_id
        WHERE g.user_id = $1 AND g.is_excused AND i.is_posted
    )
    SELECT 'class' AS kind, r.id, r.title, mine.title AS course_title, '/live/' || r.id AS path,
        coalesce(r.started_at, r.start_time) AS at, r.end_time AS ended_at,
        r.teacher_id = $1 OR coalesce(mine.teaches, false) AS is_taught,
        r.status = 'ended' AS is_done, r.status = 'live' AS is_live, r.updated_at AS changed_at
    FROM rooms JOIN live_rooms r USING (id) LEFT JOIN mine ON mine.id = r.course_id
    WHERE coalesce(r.started_at, r.start_time) >= $2 AND coalesce(r.started_at, r.start_time) < $3
        AND NOT (r.status = 'ended' AND r.started_at IS NULL)
    UNION ALL
    SELECT date.kind, a.id, l.title, mine.title, '/courses/' || a.course_id || '/lessons/' || a.lesson_id,
        date.at, NULL, mine.teaches,
        NOT mine.teaches AND (coalesce(s.versions, 0) > 0 OR g.item_id IS NOT NULL OR p.id IS NOT NULL),
        false, greatest(a.updated_at, l.updated_at, s.submitted_at)
    FROM assignments a JOIN mine ON mine.id = a.course_id JOIN lessons l ON l.id = a.lesson_id
    LEFT JOIN assignment_extensions x ON x.assignment_id = a.id AND x.user_id = $1 AND NOT mine.teaches
    LEFT JOIN assignment_submissions s ON s.assignment_id = a.id AND s.user_id = $1
    LEFT JOIN excused g ON g.item_id = a.grade_item_id
    LEFT JOIN progress p ON p.lesson_id = a.lesson_id AND p.user_id = $1 AND p.status = 'completed'
    CROSS JOIN LATERAL (SELECT
        CASE WHEN x.id IS NULL THEN a.due_at ELSE x.due_at END AS due_at,
        CASE WHEN x.id IS NULL THEN a.close_at ELSE x.close_at END AS close_at) own
    CROSS JOIN LATERAL (VALUES
        ('assignment-due', own.due_at),
        ('assignment-close', CASE WHEN own.close_at IS DISTINCT FROM own.due_at THEN own.close_at END)) date (kind, at)
    WHERE date.at >= $2 AND date.at < $3
    UNION ALL
    SELECT date.kind, q.id, l.title, mine.title, '/courses/' || q.course_id || '/lessons/' || q.lesson_id,
        date.at, NULL, mine.teaches,
        NOT mine.teaches AND (t.submitted_at IS NOT NULL OR g.item_id IS NOT NULL OR p.id IS NOT NULL),
        false, greatest(q.updated_at, l.updated_at, t.submitted_at)
    FROM quizzes q JOIN mine ON mine.id = q.course_id JOIN lessons l ON l.id = q.lesson_id
    LEFT JOIN LATERAL (
        SELECT min(submitted_at) AS submitted_at FROM attempts
        WHERE quiz_id = q.id AND user_id = $1 AND status <> 'open') t ON true
    LEFT JOIN excused g ON g.item_id = q.grade_item_id
    LEFT JOIN progress p ON p.lesson_id = q.lesson_id AND p.user_id = $1 AND p.status = 'completed'
    CROSS JOIN LATERAL (VALUES ('quiz-open', q.open_at), ('quiz-close', q.close_at)) date (kind, at)
    WHERE date.at >= $2 AND date.at < $3
    ORDER BY at, kind, id LIMIT $4";

/// More than anybody has in a year; keeps one answer one answer.
const MOST: i64 = 3_000;

/// Everything from the one moment on and before the other, in the order in which it comes.
pub fn items(
    conn: &mut PgConnection,
    person: UserId,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
) -> Result<Vec<Item>> {
    Ok(sql_query(ITEMS)
        .bind::<BigInt, _>(person)
        .bind::<Timestamptz, _>(from)
        .bind::<Timestamptz, _>(to)
        .bind::<BigInt, _>(MOST)
        .load(conn)?)
}

/// What somebody has to hand in or to take next, within two weeks.
pub fn next_up(conn: &mut PgConnection, person: UserId, most: usize) -> Result<Vec<Item>> {
    let now = db::clock(conn)?;
    let mut items = items(conn, person, now, now + NEAR)?;
    items.retain(Item::is_to_do);
    // What closes after it is due is named once.
    let due: HashSet<i64> = items.iter().filter_map(Item::assignment_due).collect();
    items.retain(|item| item.kind() != Kind::AssignmentClose || !due.contains(&item.id));
    items.truncate(most);
    Ok(items)
}
