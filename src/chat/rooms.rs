//! Rooms, reached through the person asking: who is not in one finds nothing there.

use diesel::dsl::auto_type;
use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::model::{MemberRole, Room, RoomId, RoomKind};
use crate::courses::Status;
use crate::error::{AppError, Result};
use crate::schema::{chat_room_members, chat_rooms, courses, users};
use crate::search;
use crate::text;
use crate::web::{UserId, Viewer};

/// The one rule of who is in a room: its active members who are not banned; but while its course is a draft, the staff alone.
#[auto_type(no_type_alias)]
pub(super) fn memberships() -> _ {
    let draft: Status = Status::Draft;
    let moderator: MemberRole = MemberRole::Moderator;
    chat_room_members::table
        .inner_join(chat_rooms::table.left_join(courses::table))
        .filter(chat_room_members::is_active)
        .filter(chat_room_members::banned_at.is_null())
        .filter(
            chat_rooms::course_id
                .is_null()
                .or(chat_room_members::role.eq(moderator))
                .or(courses::status.nullable().ne(draft)),
        )
}

/// The room, if the viewer is in it.
pub(super) fn of(conn: &mut PgConnection, viewer: &Viewer, id: RoomId) -> Result<Room> {
    let row: Row = memberships()
        .filter(chat_room_members::chat_room_id.eq(id))
        .filter(chat_room_members::user_id.eq(viewer.id))
        .select((
            chat_rooms::kind,
            chat_rooms::name,
            chat_rooms::course_id,
            chat_rooms::direct_low_id,
            chat_rooms::direct_high_id,
            chat_rooms::last_seq,
            chat_rooms::last_rev,
            chat_room_members::role,
            chat_room_members::last_read_seq,
        ))
        .first(conn)?;
    let other_id = [row.direct_low_id, row.direct_high_id]
        .into_iter()
        .flatten()
        .find(|id| *id != viewer.id);
    let name = match other_id {
        Some(other) => users::table
            .find(other)
            .select(users::display_name)
            .first(conn)?,
        None => row.name,
    };
    Ok(Room {
        id,
        kind: row.kind,
        name,
        course_id: row.course_id,
        role: row.role,
        last_seq: row.last_seq,
        last_rev: row.last_rev,
        last_read_seq: row.last_read_seq,
    })
}

#[derive(Queryable)]
struct Row {
    kind: RoomKind,
    name: String,
    course_id: Option<i64>,
    direct_low_id: Option<UserId>,
    direct_high_id: Option<UserId>,
    last_seq: i64,
    last_rev: i64,
    role: MemberRole,
    last_read_seq: i64,
}

/// The room, if the viewer moderates it.
///
/// # Errors
/// `NotFound` for somebody who is not in it, `Forbidden` for one who does not moderate it.
pub(super) fn moderated(conn: &mut PgConnection, viewer: &Viewer, id: RoomId) -> Result<Room> {
    let room = of(conn, viewer, id)?;
    if room.is_moderator() {
        Ok(room)
    } else {
        Err(AppError::Forbidden)
    }
}

/// The room of this course, if the viewer is in it.
pub(super) fn of_course(conn: &mut PgConnection, viewer: &Viewer, course: i64) -> Result<RoomId> {
    Ok(memberships()
        .filter(chat_rooms::kind.eq(RoomKind::Course))
        .filter(chat_rooms::course_id.eq(course))
        .filter(chat_room_members::user_id.eq(viewer.id))
        .select(chat_rooms::id)
        .first(conn)?)
}

/// The conversation of the viewer with this person, opened if there is none yet. Two who open it at once get the same:
/// the pair is unique, and the one who comes second waits for the first.
///
/// # Errors
/// `NotFound` for somebody who is not there or no longer active; `Conflict` for oneself.
pub(super) fn open_direct(
    conn: &mut PgConnection,
    viewer: &Viewer,
    other: UserId,
) -> Result<RoomId> {
    if other == viewer.id {
        return Err(AppError::Conflict(text!("chat-direct-with-oneself")));
    }
    Viewer::find(conn, other)?.ok_or(AppError::NotFound)?;
    let (low, high) = (other.min(viewer.id), other.max(viewer.id));
    conn.transaction(|conn| {
        diesel::insert_into(chat_rooms::table)
            .values((
                chat_rooms::kind.eq(RoomKind::Direct),
                chat_rooms::direct_low_id.eq(low),
                chat_rooms::direct_high_id.eq(high),
            ))
            .on_conflict_do_nothing()
            .execute(conn)?;
        let room: RoomId = chat_rooms::table
            .filter(chat_rooms::kind.eq(RoomKind::Direct))
            .filter(chat_rooms::direct_low_id.eq(low))
            .filter(chat_rooms::direct_high_id.eq(high))
            .select(chat_rooms::id)
            .first(conn)?;
        let members = [low, high].map(|user| {
            (
                chat_room_members::chat_room_id.eq(room),
                chat_room_members::user_id.eq(user),
            )
        });
        diesel::insert_into(chat_room_members::table)
            .values(members.as_slice())
            .on_conflict_do_nothing()
            .execute(conn)?;
        Ok(room)
    })
}

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
