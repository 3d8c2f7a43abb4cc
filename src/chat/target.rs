//! The message that somebody wants to change, found through their place in its room.

use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::model::{MemberRole, MessageId, MessageType, RoomId, RoomKind};
use super::rooms;
use crate::error::{AppError, Result};
use crate::schema::{chat_room_members, chat_rooms, messages};
use crate::text;
use crate::web::UserId;

/// A message that is there, and what the one who asks may do in its room.
#[derive(Queryable)]
pub(super) struct Target {
    pub(super) author: Option<UserId>,
    pub(super) content: String,
    pub(super) message_type: MessageType,
    pub(super) is_pinned: bool,
    role: MemberRole,
    kind: RoomKind,
    is_closed: bool,
}

impl Target {
    /// # Errors
    /// `NotFound` for somebody who is not in the room, and for a message that is gone, of another room or the program's.
    pub(super) fn find(
        conn: &mut PgConnection,
        room: RoomId,
        message: MessageId,
        by: UserId,
    ) -> Result<Target> {
        Ok(rooms::memberships()
            .inner_join(messages::table.on(messages::chat_room_id.eq(chat_rooms::id)))
            .filter(chat_room_members::chat_room_id.eq(room))
            .filter(chat_room_members::user_id.eq(by))
            .filter(messages::id.eq(message))
            .filter(messages::deleted_at.is_null())
            .filter(messages::message_type.ne(MessageType::System))
            .select((
                messages::user_id,
                messages::content,
                messages::message_type,
                messages::pinned_at.is_not_null(),
                chat_room_members::role,
                chat_rooms::kind,
                chat_rooms::closed_at.is_not_null(),
            ))
            .first(conn)?)
    }

    /// # Errors
    /// `Invalid` in a room that is closed: nothing is changed there any more.
    pub(super) fn in_open_room(self) -> Result<Target> {
        match self.is_closed {
            true => Err(AppError::invalid("content", text!("chat-room-closed"))),
            false => Ok(self),
        }
    }

    pub(super) fn is_moderated(&self) -> bool {
        self.role == MemberRole::Moderator
    }

    /// Those who moderate pin; between two people both do.
    pub(super) fn may_be_pinned(&self) -> bool {
        self.is_moderated() || self.kind == RoomKind::Direct
    }
}
