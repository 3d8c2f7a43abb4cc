//! Whom a message is told to by itself: `message_notifications`, written in the transaction that writes the message.

use diesel::dsl::exists;
use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::levels::Level;
use super::model::{Draft, MessageId, Reason, RoomId, RoomKind};
use super::{levels, rooms};
use crate::error::Result;
use crate::realtime::Numbered;
use crate::schema::{
    chat_room_members, chat_rooms, message_mentions, message_notifications, messages,
};
use crate::web::UserId;

/// In a direct conversation the other one is told of each message, unless they want less.
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
        .filter(levels::is_everything())
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

diesel::alias! {
    const ORIGINALS: Alias<Originals> = messages as originals;
}

/// Whoever is answered is told so, as long as they are in the room and have not answered themselves.
pub(super) fn insert_replies(
    conn: &mut PgConnection,
    posts: &[Numbered<'_, Draft>],
    new: &[MessageId],
) -> Result<()> {
    if posts.iter().all(|new| new.post.draft.reply_to.is_none()) {
        return Ok(());
    }
    let author = ORIGINALS.field(messages::user_id);
    let original = ORIGINALS.field(messages::id).nullable();
    let receivers: Vec<(UserId, MessageId)> = rooms::memberships()
        .inner_join(messages::table.on(messages::chat_room_id.eq(chat_rooms::id)))
        .inner_join(ORIGINALS.on(original.eq(messages::reply_to_id)))
        .filter(messages::id.eq_any(new))
        .filter(author.eq(chat_room_members::user_id.nullable()))
        .filter(author.ne(messages::user_id))
        .filter(levels::is_told_of_calls())
        .select((chat_room_members::user_id, messages::id))
        .load(conn)?;
    insert(conn, receivers, Reason::Reply)
}

/// Whoever is called by these messages is told so, as long as they are in the room and have not called themselves.
pub(super) fn insert_mentions(conn: &mut PgConnection, calling: &[MessageId]) -> Result<()> {
    if calling.is_empty() {
        return Ok(());
    }
    let is_named = exists(
        message_mentions::table
            .filter(message_mentions::message_id.eq(messages::id))
            .filter(message_mentions::user_id.eq(chat_room_members::user_id)),
    );
    let receivers: Vec<(UserId, MessageId)> = rooms::memberships()
        .inner_join(messages::table.on(messages::chat_room_id.eq(chat_rooms::id)))
        .filter(messages::id.eq_any(calling))
        .filter(messages::user_id.ne(chat_room_members::user_id.nullable()))
        .filter(messages::mentions_all.or(is_named))
        .filter(levels::is_told_of_calls())
        .select((chat_room_members::user_id, messages::id))
        .load(conn)?;
    insert(conn, receivers, Reason::Mention)
}

/// Who wants to be told of everything is, unless there was a reason of their own. After all other reasons.
pub(super) fn insert_subscribed(
    conn: &mut PgConnection,
    room: RoomId,
    new: &[MessageId],
) -> Result<()> {
    let receivers: Vec<(UserId, MessageId)> = rooms::memberships()
        .inner_join(messages::table.on(messages::chat_room_id.eq(chat_rooms::id)))
        .filter(chat_room_members::chat_room_id.eq(room))
        .filter(chat_room_members::notification_level.eq(Level::Everything))
        .filter(chat_room_members::user_id.nullable().ne(messages::user_id))
        .filter(messages::id.eq_any(new))
        .select((chat_room_members::user_id, messages::id))
        .load(conn)?;
    if receivers.is_empty() {
        return Ok(());
    }
    insert(conn, receivers, Reason::Subscribed)
}

/// Each person is told of a message once, for the first reason there is.
fn insert(
    conn: &mut PgConnection,
    receivers: Vec<(UserId, MessageId)>,
    reason: Reason,
) -> Result<()> {
    let rows: Vec<_> = receivers
        .into_iter()
        .map(|(user, message)| {
            (
                message_notifications::user_id.eq(user),
                message_notifications::message_id.eq(message),
                message_notifications::reason.eq(reason),
            )
        })
        .collect();
    diesel::insert_into(message_notifications::table)
        .values(rows)
        .on_conflict_do_nothing()
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
