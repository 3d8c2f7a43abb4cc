//! Whom a message is told to by itself: `message_notifications`, written in the transaction that writes the message.

use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::model::{MessageId, Reason, RoomId, RoomKind};
use crate::error::Result;
use crate::schema::{chat_room_members, chat_rooms, message_notifications, messages};

/// In a direct conversation the other one is told of each message.
pub(super) fn insert_direct(
    conn: &mut PgConnection,
    room: RoomId,
    new: &[MessageId],
) -> Result<()> {
    let receivers = messages::table
        .inner_join(chat_rooms::table.inner_join(chat_room_members::table))
        .filter(
            chat_rooms::id
                .eq(room)
                .and(chat_rooms::kind.eq(RoomKind::Direct)),
        )
        .filter(messages::id.eq_any(new))
        .filter(chat_room_members::is_active)
        .filter(chat_room_members::user_id.nullable().ne(messages::user_id))
        .select((
            chat_room_members::user_id,
            messages::id,
            Reason::Direct.into_sql::<crate::schema::sql_types::MessageNotificationReason>(),
        ));
    diesel::insert_into(message_notifications::table)
        .values(receivers)
        .into_columns((
            message_notifications::user_id,
            message_notifications::message_id,
            message_notifications::reason,
        ))
        .execute(conn)?;
    Ok(())
}

/// Nobody is told any more of a message that is gone.
pub(super) fn delete_of(conn: &mut PgConnection, message: MessageId) -> Result<()> {
    diesel::delete(message_notifications::table)
        .filter(message_notifications::message_id.eq(message))
        .execute(conn)?;
    Ok(())
}
