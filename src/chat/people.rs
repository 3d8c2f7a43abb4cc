//! Who is in a room.

use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::model::{MemberRole, Room};
use super::rooms::memberships;
use crate::error::Result;
use crate::schema::{chat_room_members, users};
use crate::search;
use crate::web::{UserId, Viewer};

/// Somebody who is in a room.
#[derive(Queryable)]
pub(super) struct Member {
    pub(super) id: UserId,
    pub(super) name: String,
    role: MemberRole,
}

impl Member {
    pub(super) fn is_moderator(&self) -> bool {
        self.role == MemberRole::Moderator
    }
}

/// How many people are offered for a call.
const MOST_OFFERED: i64 = 8;

/// Members whose name or username holds this, staff first; not the viewer.
pub(super) fn named(
    conn: &mut PgConnection,
    viewer: &Viewer,
    room: &Room,
    typed: &str,
) -> Result<Vec<Member>> {
    let pattern = search::like_anywhere(typed);
    Ok(memberships()
        .inner_join(users::table.on(users::id.eq(chat_room_members::user_id)))
        .filter(chat_room_members::chat_room_id.eq(room.id))
        .filter(users::id.ne(viewer.id))
        .filter(
            users::display_name
                .ilike(pattern.clone())
                .or(users::username.ilike(pattern)),
        )
        .order((
            chat_room_members::role.desc(),
            users::display_name,
            users::id,
        ))
        .limit(MOST_OFFERED)
        .select((users::id, users::display_name, chat_room_members::role))
        .load(conn)?)
}

/// How many people the list of a room shows.
const MOST_LISTED: i64 = 200;

/// Who is in the room, staff first.
pub(super) fn members(conn: &mut PgConnection, room: &Room) -> Result<Vec<Member>> {
    Ok(memberships()
        .inner_join(users::table.on(users::id.eq(chat_room_members::user_id)))
        .filter(chat_room_members::chat_room_id.eq(room.id))
        .order((
            chat_room_members::role.desc(),
            chat_room_members::joined_at,
            chat_room_members::id,
        ))
        .limit(MOST_LISTED)
        .select((users::id, users::display_name, chat_room_members::role))
        .load(conn)?)
}
