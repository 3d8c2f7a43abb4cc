//! Taking a line back, and bringing it back.

use chrono::{DateTime, Utc};
use diesel::dsl::now;
use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::reports;
use super::timeline::LineId;
use crate::courses::model::{CourseId, LessonId};
use crate::courses::staff_role;
use crate::error::{AppError, Result};
use crate::reporting::Decision;
use crate::schema::lesson_danmaku;
use crate::web::{UserId, Viewer};

/// Where a line is: its course, its lesson, its own id.
pub type At = (CourseId, LessonId, LineId);

/// Takes a line back, for its writer and the staff of the course. Once more changes nothing.
///
/// # Errors
/// `NotFound` for a line of another lesson, `Forbidden` for that of somebody else, unless the viewer is of the staff.
pub fn delete(conn: &mut PgConnection, viewer: &Viewer, at: At) -> Result<()> {
    conn.transaction(|conn| {
        let is_own = writer(conn, at)? == viewer.id;
        if !is_own && staff_role(conn, viewer, at.0)?.is_none() {
            return Err(AppError::Forbidden);
        }
        remove(conn, viewer.id, at, "")
    })
}

/// The same for who has made sure that this person may. What the staff deletes is noted, and reports of it are settled.
///
/// # Errors
/// `NotFound` for a line of another lesson.
pub fn remove(conn: &mut PgConnection, by: UserId, at: At, reason: &str) -> Result<()> {
    let is_own = writer(conn, at)? == by;
    let there = lesson_danmaku::table
        .find(at.2)
        .filter(lesson_danmaku::deleted_at.is_null());
    let removed = diesel::update(there)
        .set((
            lesson_danmaku::deleted_at.eq(now),
            lesson_danmaku::deleted_by.eq(by),
        ))
        .execute(conn)?;
    if removed == 0 {
        return Ok(());
    }
    reports::settle(conn, at.2, &Decision::of_deletion(by, is_own))?;
    match is_own {
        true => Ok(()),
        false => reports::note(conn, by, "lesson_danmaku.delete", at, reason),
    }
}

/// Brings a line back; nothing if it is there. What was decided about reports of it stays decided.
///
/// # Errors
/// `NotFound` for a line of another lesson.
pub fn restore(conn: &mut PgConnection, by: UserId, at: At) -> Result<()> {
    writer(conn, at)?;
    let gone = lesson_danmaku::table
        .find(at.2)
        .filter(lesson_danmaku::deleted_at.is_not_null());
    let restored = diesel::update(gone)
        .set((
            lesson_danmaku::deleted_at.eq(None::<DateTime<Utc>>),
            lesson_danmaku::deleted_by.eq(None::<UserId>),
        ))
        .execute(conn)?;
    match restored {
        0 => Ok(()),
        _ => reports::note(conn, by, "lesson_danmaku.restore", at, ""),
    }
}

fn writer(conn: &mut PgConnection, (_, lesson, line): At) -> Result<UserId> {
    Ok(lesson_danmaku::table
        .find(line)
        .filter(lesson_danmaku::lesson_id.eq(lesson))
        .select(lesson_danmaku::user_id)
        .for_no_key_update()
        .first(conn)?)
}
