//! Deleting a message and bringing it back: a tombstone with a revision of its own, so that it reaches pages that reconnect later.

use chrono::{DateTime, Utc};
use diesel::dsl::{exists, now, sql};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Nullable};

use super::model::{MemberRole, Message, MessageId, MessageType, RoomId, RoomKind};
use super::{attachments, history, moderation, notices, rooms, search};
use crate::error::{AppError, Result};
use crate::reporting::Decision;
use crate::schema::{chat_room_members, chat_rooms, message_reports, messages};
use crate::web::UserId;

/// Who wants a message gone.
#[derive(Clone, Copy)]
pub(super) struct Actor {
    pub(super) by: UserId,
    /// Whether this person administrates the platform; of a direct conversation that opens what was reported, and no more.
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
    (actor, reason): (Actor, &str),
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
    authorise(conn, (room, message), actor, is_own)?;
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
    moderation::settle(conn, message, &Decision::of_deletion(actor.by, is_own))?;
    if !is_own {
        moderation::note(
            conn,
            room,
            actor.by,
            "message.delete",
            ("message", message),
            reason,
        )?;
    }
    history::one(conn, room, message)
}

fn authorise(
    conn: &mut PgConnection,
    (room, message): (RoomId, MessageId),
    actor: Actor,
    is_own: bool,
) -> Result<()> {
    match role_in(conn, room, actor.by)? {
        Some(MemberRole::Moderator) => Ok(()),
        Some(MemberRole::Member) if is_own => Ok(()),
        _ if actor.is_admin && !is_private(conn, room, message)? => Ok(()),
        Some(MemberRole::Member) => Err(AppError::Forbidden),
        None => Err(AppError::NotFound),
    }
}

fn role_in(conn: &mut PgConnection, room: RoomId, by: UserId) -> Result<Option<MemberRole>> {
    Ok(rooms::memberships()
        .filter(chat_room_members::chat_room_id.eq(room))
        .filter(chat_room_members::user_id.eq(by))
        .select(chat_room_members::role)
        .first(conn)
        .optional()?)
}

/// Whether the message is nobody's but two people's: it was said between them, and neither has reported it.
fn is_private(conn: &mut PgConnection, room: RoomId, message: MessageId) -> Result<bool> {
    let kind: RoomKind = chat_rooms::table
        .find(room)
        .select(chat_rooms::kind)
        .first(conn)?;
    let reports = message_reports::table.filter(message_reports::message_id.eq(message));
    Ok(kind == RoomKind::Direct && !diesel::select(exists(reports)).get_result(conn)?)
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
    actor: Actor,
    rev: i64,
) -> Result<Option<Message>> {
    let (by, role) = (actor.by, role_in(conn, room, actor.by)?);
    let may_look = role.is_some() || (actor.is_admin && !is_private(conn, room, message)?);
    may_look.then_some(()).ok_or(AppError::NotFound)?;
    let just_now = format!("messages.deleted_at > now() - interval '{UNDO_SECONDS} seconds'");
    let (author, deleter, content, is_fresh): Deleted = messages::table
        .filter(messages::chat_room_id.eq(room))
        .filter(messages::id.eq(message))
        .select((
            messages::user_id,
            messages::deleted_by,
            messages::content,
            sql::<Nullable<Bool>>(&just_now),
        ))
        .first(conn)?;
    let is_own = author == Some(by) && deleter == Some(by) && is_fresh == Some(true);
    let keeps_order = role == Some(MemberRole::Moderator) || actor.is_admin;
    if !keeps_order && !is_own {
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

type Deleted = (Option<UserId>, Option<UserId>, String, Option<bool>);
