//! Deleting a message and bringing it back: a tombstone with a revision of its own, so that it reaches pages that reconnect later.

use chrono::{DateTime, Utc};
use diesel::dsl::{now, sql};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Nullable};

use super::model::{MemberRole, Message, MessageId, MessageType, RoomId, RoomKind};
use super::{attachments, history, moderation, notices, rooms, search};
use crate::error::{AppError, Result};
use crate::schema::{chat_room_members, chat_rooms, messages};
use crate::web::UserId;

/// Who wants a message gone.
#[derive(Clone, Copy)]
pub(super) struct Actor {
    pub(super) by: UserId,
    /// Whether this person administrates the platform; that opens no direct conversation.
    pub(super) is_admin: bool,
}

/// Deletes the message with this revision, or does nothing if it is gone already. In the transaction that holds the
/// room's counters.
///
/// # Errors
/// `NotFound` for somebody who is not in the room and for what the program says, `Forbidden` for a member who neither
/// wrote it nor moderates.
pub(super) fn delete(
    conn: &mut PgConnection,
    room: RoomId,
    message: MessageId,
    actor: Actor,
    rev: i64,
) -> Result<Option<Message>> {
    let (author, is_deleted): (Option<UserId>, bool) = messages::table
        .filter(
            messages::chat_room_id
                .eq(room)
                .and(messages::id.eq(message)),
        )
        .filter(messages::message_type.ne(MessageType::System))
        .select((messages::user_id, messages::deleted_at.is_not_null()))
        .first(conn)?;
    let is_own = author == Some(actor.by);
    authorise(conn, room, actor, is_own)?;
    if is_deleted {
        return Ok(None);
    }
    diesel::update(messages::table.find(message))
        .set((
            messages::rev.eq(rev),
            messages::deleted_at.eq(now),
            messages::deleted_by.eq(actor.by),
            messages::search.eq(sql("NULL")),
        ))
        .execute(conn)?;
    notices::delete_of(conn, message)?;
    moderation::settle(conn, message, actor.by)?;
    if !is_own {
        moderation::note(
            conn,
            room,
            actor.by,
            "message.delete",
            ("message", message),
            "",
        )?;
    }
    history::one(conn, room, message)
}

fn authorise(conn: &mut PgConnection, room: RoomId, actor: Actor, is_own: bool) -> Result<()> {
    let role: Option<MemberRole> = rooms::memberships()
        .filter(chat_room_members::chat_room_id.eq(room))
        .filter(chat_room_members::user_id.eq(actor.by))
        .select(chat_room_members::role)
        .first(conn)
        .optional()?;
    match role {
        Some(MemberRole::Moderator) => Ok(()),
        Some(MemberRole::Member) if is_own => Ok(()),
        _ if actor.is_admin && !is_direct(conn, room)? => Ok(()),
        Some(MemberRole::Member) => Err(AppError::Forbidden),
        None => Err(AppError::NotFound),
    }
}

fn is_direct(conn: &mut PgConnection, room: RoomId) -> Result<bool> {
    let kind: RoomKind = chat_rooms::table
        .find(room)
        .select(chat_rooms::kind)
        .first(conn)?;
    Ok(kind == RoomKind::Direct)
}

/// For how long authors can take back a deletion of their own, in seconds. Moderators can at any time.
const UNDO_SECONDS: &str = "60";

/// Brings the message back, or does nothing if it is there. In the transaction that holds the room's counters.
///
/// # Errors
/// `NotFound` for somebody who is not in the room, `Forbidden` for one who neither moderates it nor has just deleted
/// their own message.
pub(super) fn restore(
    conn: &mut PgConnection,
    room: RoomId,
    message: MessageId,
    by: UserId,
    rev: i64,
) -> Result<Option<Message>> {
    let just_now = format!("messages.deleted_at > now() - interval '{UNDO_SECONDS} seconds'");
    let (role, author, deleter, content, is_fresh): Deleted = rooms::memberships()
        .inner_join(messages::table.on(messages::chat_room_id.eq(chat_rooms::id)))
        .filter(chat_room_members::chat_room_id.eq(room))
        .filter(chat_room_members::user_id.eq(by))
        .filter(messages::id.eq(message))
        .select((
            chat_room_members::role,
            messages::user_id,
            messages::deleted_by,
            messages::content,
            sql::<Nullable<Bool>>(&just_now),
        ))
        .first(conn)?;
    let is_own = author == Some(by) && deleter == Some(by) && is_fresh == Some(true);
    if role != MemberRole::Moderator && !is_own {
        return Err(AppError::Forbidden);
    }
    let names = attachments::names_of(conn, message)?;
    let words = search::words_of(&content, names.iter().map(String::as_str));
    let deleted = messages::table
        .find(message)
        .filter(messages::deleted_at.is_not_null());
    let restored = diesel::update(deleted)
        .set((
            messages::rev.eq(rev),
            messages::deleted_at.eq(None::<DateTime<Utc>>),
            messages::deleted_by.eq(None::<UserId>),
            messages::search.eq(search::indexed(words)),
        ))
        .execute(conn)?;
    if restored == 0 {
        return Ok(None);
    }
    if !is_own {
        moderation::note(conn, room, by, "message.restore", ("message", message), "")?;
    }
    history::one(conn, room, message)
}

type Deleted = (
    MemberRole,
    Option<UserId>,
    Option<UserId>,
    String,
    Option<bool>,
);
