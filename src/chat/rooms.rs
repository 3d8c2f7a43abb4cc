//! Rooms, reached through the person asking: who is not in one finds nothing there.

use diesel::dsl::{auto_type, sql};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::levels::Level;
use super::model::{MemberRole, Room, RoomId, RoomKind};
use crate::courses::Status;
use crate::error::{AppError, Result};
use crate::i18n;
use crate::schema::{chat_room_members, chat_rooms, courses, users};
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

/// Whether a group has nobody any more whose it is.
const IS_ORPHANED: &str = "(chat_rooms.kind = 'group' AND NOT EXISTS (SELECT 1 FROM users owner
    WHERE owner.id = chat_rooms.owner_id AND owner.deleted_at IS NULL))";

/// The room, if the viewer is in it.
pub(super) fn of(conn: &mut PgConnection, viewer: &Viewer, id: RoomId) -> Result<Room> {
    let row: Row = memberships()
        .filter(chat_room_members::chat_room_id.eq(id))
        .filter(chat_room_members::user_id.eq(viewer.id))
        .select((
            chat_rooms::kind,
            chat_rooms::name,
            chat_rooms::description,
            chat_rooms::course_id,
            chat_rooms::direct_low_id,
            chat_rooms::direct_high_id,
            chat_rooms::owner_id,
            sql::<Bool>(IS_ORPHANED),
            chat_rooms::is_open,
            chat_rooms::closed_at.is_not_null(),
            chat_rooms::last_seq,
            chat_rooms::last_rev,
            chat_room_members::role,
            chat_room_members::notification_level,
            chat_room_members::last_read_seq,
        ))
        .first(conn)?;
    let other_id = [row.direct_low_id, row.direct_high_id]
        .into_iter()
        .flatten()
        .find(|id| *id != viewer.id);
    let name = match other_id {
        Some(other) => {
            let other = users::table.find(other).select(users::display_name);
            let name: String = other.first(conn)?;
            i18n::name_of(&name, viewer.locale.loader()).into_owned()
        }
        None => row.name,
    };
    let is_left_to_moderators = row.is_orphaned && row.role == MemberRole::Moderator;
    Ok(Room {
        id,
        kind: row.kind,
        name,
        description: row.description,
        course_id: row.course_id,
        role: row.role,
        owner_id: row.owner_id,
        is_owned: row.owner_id == Some(viewer.id) || is_left_to_moderators,
        is_open: row.is_open,
        is_closed: row.is_closed,
        level: row.level.unwrap_or(Level::of_kind(row.kind)),
        last_seq: row.last_seq,
        last_rev: row.last_rev,
        last_read_seq: row.last_read_seq,
    })
}

#[derive(Queryable)]
struct Row {
    kind: RoomKind,
    name: String,
    description: String,
    course_id: Option<i64>,
    direct_low_id: Option<UserId>,
    direct_high_id: Option<UserId>,
    owner_id: Option<UserId>,
    is_orphaned: bool,
    is_open: bool,
    is_closed: bool,
    last_seq: i64,
    last_rev: i64,
    role: MemberRole,
    level: Option<Level>,
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
