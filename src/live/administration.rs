//! What administrators see of all classes, and do to one. Elsewhere the role on the platform gives no right in a room.

use chrono::{DateTime, Utc};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use serde::Deserialize;

use super::lifecycle;
use super::model::{RoomId, Status};
use crate::audit::Act;
use crate::error::{AppError, Result};
use crate::schema::{courses, live_rooms, users};
use crate::search;
use crate::text;
use crate::web::{Admin, UserId};

/// Classes a page.
pub const PAGE: usize = 50;

/// In characters.
const REASON_LENGTH: usize = 500;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ClassFilter {
    /// Part of a title or of the teacher's username.
    pub q: String,
    /// Empty for what is on or planned.
    pub status: String,
    pub before: Option<RoomId>,
}

/// A class as the list shows it.
#[derive(Queryable, Debug)]
pub struct Class {
    pub id: RoomId,
    pub title: String,
    pub teacher: String,
    pub teacher_id: UserId,
    pub course: Option<String>,
    pub status: Status,
    pub start_time: Option<DateTime<Utc>>,
    pub started_at: Option<DateTime<Utc>>,
}

/// Classes, newest first; one more than a page if there are more.
pub fn all_classes(conn: &mut PgConnection, _: &Admin, filter: &ClassFilter) -> Result<Vec<Class>> {
    let mut rows = live_rooms::table
        .inner_join(users::table.on(users::id.eq(live_rooms::teacher_id)))
        .left_join(courses::table.on(courses::id.nullable().eq(live_rooms::course_id)))
        .filter(live_rooms::id.lt(filter.before.unwrap_or(RoomId::MAX)))
        .order(live_rooms::id.desc())
        .limit(PAGE as i64 + 1)
        .select((
            live_rooms::id,
            live_rooms::title,
            users::username,
            users::id,
            courses::title.nullable(),
            live_rooms::status,
            live_rooms::start_time,
            live_rooms::started_at,
        ))
        .into_boxed();
    rows = match Status::from_name(&filter.status) {
        Some(status) => rows.filter(live_rooms::status.eq(status)),
        None => rows.filter(live_rooms::status.ne(Status::Ended)),
    };
    let words = filter.q.trim();
    if !words.is_empty() {
        let like = search::like_anywhere(words);
        rows = rows.filter(
            live_rooms::title
                .ilike(like.clone())
                .or(users::username.ilike(like)),
        );
    }
    Ok(rows.load(conn)?)
}

/// Ends a class for good, whoever's it is. Its replay is made from what was recorded.
///
/// # Errors
/// `NotFound`; `Conflict` when it has ended before.
pub fn end_any(conn: &mut PgConnection, admin: &Admin, id: RoomId, reason: &str) -> Result<()> {
    conn.transaction(|conn| {
        let before = status_of(conn, id)?;
        let ended = lifecycle::close(conn, id)?;
        ended.ok_or_else(|| AppError::Conflict(text!("live-conflict-ended")))?;
        Act::of(admin.0.id, "live.end", "live", id)
            .because(&shortened(reason))
            .change(before.name(), Status::Ended.name())
            .write(conn)
    })
}

/// Makes the stream key of a class worthless, so that an encoder that is cut off then can't come back with it.
///
/// # Errors
/// As [`end_any`].
pub fn void_key(conn: &mut PgConnection, admin: &Admin, id: RoomId, reason: &str) -> Result<()> {
    conn.transaction(|conn| {
        if status_of(conn, id)? == Status::Ended {
            return Err(AppError::Conflict(text!("live-conflict-ended")));
        }
        diesel::update(live_rooms::table.find(id))
            .set((
                live_rooms::stream_key_hash.eq(None::<Vec<u8>>),
                live_rooms::stream_key_hint.eq(None::<String>),
            ))
            .execute(conn)?;
        Act::of(admin.0.id, "live.drop", "live", id)
            .because(&shortened(reason))
            .write(conn)
    })
}

fn status_of(conn: &mut PgConnection, id: RoomId) -> Result<Status> {
    Ok(live_rooms::table
        .find(id)
        .select(live_rooms::status)
        .for_update()
        .first(conn)?)
}

fn shortened(reason: &str) -> String {
    reason.trim().chars().take(REASON_LENGTH).collect()
}
