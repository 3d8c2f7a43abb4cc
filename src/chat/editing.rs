//! Editing a message: a change with a revision of its own. What it said before is kept for those who moderate the room.

use chrono::{DateTime, Utc};
use diesel::dsl::now;
use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::mentions::{self, Written};
use super::model::{Message, MessageId, MessageType, Room, RoomId};
use super::target::Target;
use super::{attachments, history, moderation, search};
use crate::error::{AppError, Result};
use crate::schema::{message_revisions, messages};
use crate::text;
use crate::web::{UserId, Viewer};

/// Replaces what the message says, or does nothing if it says so already. In the transaction that holds the room's
/// counters.
///
/// # Errors
/// `NotFound` as [`Target::find`] says, `Forbidden` for somebody else's message, `Invalid` if nothing would be left
/// or the room does not take it.
pub(super) fn edit(
    conn: &mut PgConnection,
    room: RoomId,
    message: MessageId,
    by: UserId,
    content: &str,
    rev: i64,
) -> Result<Option<Message>> {
    let target = Target::find(conn, room, message, by)?.in_open_room()?;
    if target.author != Some(by) {
        return Err(AppError::Forbidden);
    }
    if content.is_empty() && target.message_type == MessageType::Text {
        return Err(AppError::invalid("content", text!("chat-message-empty")));
    }
    if target.content == content {
        return Ok(None);
    }
    moderation::admit_edit(conn, room, by, content)?;
    diesel::insert_into(message_revisions::table)
        .values((
            message_revisions::message_id.eq(message),
            message_revisions::content.eq(target.content),
        ))
        .execute(conn)?;
    let files: Vec<String> = attachments::names_of(conn, message)?;
    let words = search::words_of(content, files.iter().map(String::as_str));
    diesel::update(messages::table.find(message))
        .set((
            messages::content.eq(content),
            messages::search.eq(search::indexed(words)),
            messages::edited_at.eq(now),
            messages::rev.eq(rev),
        ))
        .execute(conn)?;
    let written = Written {
        message,
        by: Some(by),
        content,
    };
    mentions::record_again(conn, room, written)?;
    history::one(conn, room, message)
}

/// What the viewer's own message says, to be edited.
///
/// # Errors
/// `NotFound` as [`Target::find`] says, `Forbidden` for somebody else's message.
pub(super) fn own_content(
    conn: &mut PgConnection,
    viewer: &Viewer,
    room: &Room,
    message: MessageId,
) -> Result<String> {
    let target = Target::find(conn, room.id, message, viewer.id)?.in_open_room()?;
    if target.author != Some(viewer.id) {
        return Err(AppError::Forbidden);
    }
    Ok(target.content)
}

/// What a message says, or said until then.
#[derive(Queryable)]
pub(super) struct Revision {
    pub(super) content: String,
    /// Nothing for what it says now.
    pub(super) replaced_at: Option<DateTime<Utc>>,
}

/// What the message says and what it said before, latest first; nothing if it has not been edited.
///
/// # Errors
/// `NotFound` as [`Target::find`] says, `Forbidden` for somebody who does not moderate the room.
pub(super) fn revisions(
    conn: &mut PgConnection,
    viewer: &Viewer,
    room: &Room,
    message: MessageId,
) -> Result<Vec<Revision>> {
    let target = Target::find(conn, room.id, message, viewer.id)?;
    if !target.is_moderated() {
        return Err(AppError::Forbidden);
    }
    let mut revisions: Vec<Revision> = message_revisions::table
        .filter(message_revisions::message_id.eq(message))
        .order(message_revisions::id.desc())
        .select((
            message_revisions::content,
            message_revisions::replaced_at.nullable(),
        ))
        .load(conn)?;
    if !revisions.is_empty() {
        let content = target.content;
        revisions.insert(
            0,
            Revision {
                content,
                replaced_at: None,
            },
        );
    }
    Ok(revisions)
}
