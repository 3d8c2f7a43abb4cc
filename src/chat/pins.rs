//! Pinned messages: what a room keeps in sight.

use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::history;
use super::model::{Message, MessageId, RoomId};
use super::target::Target;
use crate::db;
use crate::error::{AppError, Result};
use crate::schema::messages;
use crate::web::UserId;

/// How many pinned messages the page of a room lists.
const MOST: i64 = 100;

/// Pins the message or takes it from the pins, or does nothing if it is so already. In the transaction that holds the
/// room's counters.
///
/// # Errors
/// `NotFound` as [`Target::find`] says, `Forbidden` for a member who does not moderate the room.
pub(super) fn set(
    conn: &mut PgConnection,
    room: RoomId,
    message: MessageId,
    by: UserId,
    is_pinned: bool,
    rev: i64,
) -> Result<Option<Message>> {
    let target = Target::find(conn, room, message, by)?.in_open_room()?;
    if !target.may_be_pinned() {
        return Err(AppError::Forbidden);
    }
    if target.is_pinned == is_pinned {
        return Ok(None);
    }
    let now = db::clock(conn)?;
    diesel::update(messages::table.find(message))
        .set((
            messages::pinned_at.eq(is_pinned.then_some(now)),
            messages::pinned_by.eq(is_pinned.then_some(by)),
            messages::rev.eq(rev),
        ))
        .execute(conn)?;
    history::one(conn, room, message)
}

/// The pinned messages of the room, the latest pin first.
pub(super) fn list(conn: &mut PgConnection, room: RoomId) -> Result<Vec<Message>> {
    let pinned = history::of_room(room)
        .filter(messages::pinned_at.is_not_null())
        .filter(messages::deleted_at.is_null())
        .order(messages::pinned_at.desc())
        .limit(MOST);
    history::load(conn, pinned)
}
