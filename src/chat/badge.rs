//! The number in the header of every page.

use diesel::dsl::{not, sql};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::BigInt;

use super::model::Reason;
use super::{levels, rooms};
use crate::error::Result;
use crate::schema::{
    archived_messages, archived_notices, chat_room_members, chat_rooms, message_notifications,
    messages,
};
use crate::web::Viewer;

/// What the header counts: unread messages where the viewer is told of everything, and elsewhere those that call or
/// answer them. One query, as every page asks it.
pub(super) fn total(conn: &mut PgConnection, viewer: &Viewer) -> Result<i64> {
    let own = || {
        rooms::memberships()
            .filter(chat_room_members::user_id.eq(viewer.id))
            .filter(not(levels::is_everything()))
            .filter(levels::is_told_of_calls())
    };
    let calls = [Reason::Mention, Reason::Reply];
    let all = rooms::memberships()
        .filter(chat_room_members::user_id.eq(viewer.id))
        .filter(levels::is_everything())
        .select(sql::<BigInt>(
            "coalesce(sum(chat_rooms.last_seq - chat_room_members.last_read_seq), 0)::bigint",
        ));
    let calling = own()
        .inner_join(messages::table.on(messages::chat_room_id.eq(chat_rooms::id)))
        .inner_join(
            message_notifications::table.on(message_notifications::message_id.eq(messages::id)),
        )
        .filter(message_notifications::user_id.eq(viewer.id))
        .filter(message_notifications::is_read.eq(false))
        .filter(message_notifications::reason.eq_any(calls))
        .select(sql::<BigInt>("count(*)"));
    let archived = own()
        .inner_join(archived_messages::table.on(archived_messages::chat_room_id.eq(chat_rooms::id)))
        .inner_join(
            archived_notices::table
                .on(archived_notices::archived_message_id.eq(archived_messages::id)),
        )
        .filter(archived_notices::user_id.eq(viewer.id))
        .filter(archived_notices::reason.eq_any(calls))
        .select(sql::<BigInt>("count(*)"));
    let parts: (Option<i64>, Option<i64>, Option<i64>) = diesel::select((
        all.single_value(),
        calling.single_value(),
        archived.single_value(),
    ))
    .get_result(conn)?;
    Ok([parts.0, parts.1, parts.2].into_iter().flatten().sum())
}
