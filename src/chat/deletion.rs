//! Deleting a message: a tombstone with a revision of its own, so that it reaches pages that reconnect later.

use chrono::Utc;
use diesel::dsl::sql;
use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::model::{MemberRole, Message, MessageId, RoomId, RoomKind};
use super::{history, notices, rooms};
use crate::error::{AppError, Result};
use crate::schema::{audit_log, chat_room_members, chat_rooms, messages};
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
/// `NotFound` for somebody who is not in the room, `Forbidden` for a member who neither wrote it nor moderates.
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
            messages::deleted_at.eq(Utc::now()),
            messages::deleted_by.eq(actor.by),
            messages::search.eq(sql("NULL")),
        ))
        .execute(conn)?;
    notices::delete_of(conn, message)?;
    if !is_own {
        write_audit(conn, room, message, actor.by)?;
    }
    let deleted = history::load(
        conn,
        history::of_room(room).filter(messages::id.eq(message)),
    )?;
    Ok(deleted.into_iter().next())
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

fn write_audit(
    conn: &mut PgConnection,
    room: RoomId,
    message: MessageId,
    by: UserId,
) -> Result<()> {
    diesel::insert_into(audit_log::table)
        .values((
            audit_log::actor_id.eq(by),
            audit_log::action.eq("message.delete"),
            audit_log::subject_type.eq("message"),
            audit_log::subject_id.eq(message.to_string()),
            audit_log::details.eq(serde_json::json!({ "chat_room_id": room })),
        ))
        .execute(conn)?;
    Ok(())
}
