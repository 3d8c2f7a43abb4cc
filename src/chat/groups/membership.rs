//! Coming into a group and going out of it.

use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Array, BigInt};

use super::{locked, moderated, naming, owned};
use crate::chat::model::{MemberRole, Room, RoomId, RoomKind};
use crate::chat::moderation::note;
use crate::chat::system::Named;
use crate::error::{AppError, Result};
use crate::notifications::{self, Event, Notice};
use crate::schema::{chat_room_members, chat_rooms, users};
use crate::text;
use crate::web::{UserId, Viewer};

/// The viewer comes into an open group. Whether they were outside until now.
///
/// # Errors
/// `NotFound` for a room that is not open to them: another kind, closed, or one they are banned from.
pub fn join(conn: &mut PgConnection, viewer: &Viewer, id: RoomId) -> Result<bool> {
    conn.transaction(|conn| {
        let open = chat_rooms::table
            .find(id)
            .filter(chat_rooms::kind.eq(RoomKind::Group))
            .filter(chat_rooms::is_open)
            .filter(chat_rooms::closed_at.is_null())
            .select(chat_rooms::id);
        let room: RoomId = open.for_no_key_update().first(conn)?;
        if !banned(conn, room, &[viewer.id])?.is_empty() {
            return Err(AppError::NotFound);
        }
        Ok(!let_in(conn, room, &[viewer.id])?.is_empty())
    })
}

/// Brings these people in by their usernames, and tells them; those who were outside until now.
///
/// # Errors
/// As [`moderated`] says, `Conflict` for a closed group, `Invalid` with the usernames that nobody has, and for people who
/// are banned.
pub fn add(
    conn: &mut PgConnection,
    viewer: &Viewer,
    id: RoomId,
    typed: &str,
) -> Result<Vec<Named>> {
    conn.transaction(|conn| {
        let room = moderated(conn, viewer, id)?;
        if room.is_closed {
            return Err(AppError::Conflict(text!("chat-room-closed")));
        }
        let people = naming::people(conn, typed)?;
        let ids: Vec<UserId> = people.iter().map(|person| person.0).collect();
        let banned = banned(conn, id, &ids)?;
        if !banned.is_empty() {
            let names = banned.join(" ");
            return Err(AppError::invalid(
                "username",
                text!("chat-add-banned", names = names),
            ));
        }
        let new = let_in(conn, id, &ids)?;
        if !new.is_empty() {
            note(conn, id, viewer.id, "member.add", ("room", id), "")?;
            let notice = Notice {
                kind: Event::AddedToGroup,
                message: text!("chat-add-notice", room = room.name.clone()),
                link: room.path(),
            };
            notifications::notify(conn, &new, &notice)?;
        }
        let is_new = |person: &(UserId, String, String)| new.contains(&person.0);
        let new = people.into_iter().filter(is_new);
        Ok(new.map(|(id, _, name)| Named::person(id, name)).collect())
    })
}

/// The names of those who are banned from the room.
fn banned(conn: &mut PgConnection, room: RoomId, people: &[UserId]) -> Result<Vec<String>> {
    Ok(chat_room_members::table
        .inner_join(users::table)
        .filter(chat_room_members::chat_room_id.eq(room))
        .filter(chat_room_members::user_id.eq_any(people))
        .filter(chat_room_members::banned_at.is_not_null())
        .select(users::display_name)
        .load(conn)?)
}

#[derive(QueryableByName)]
struct New {
    #[diesel(sql_type = BigInt)]
    user_id: UserId,
}

/// Who comes in has read what was said before; who comes back keeps the row, as a member like others.
fn let_in(conn: &mut PgConnection, room: RoomId, people: &[UserId]) -> Result<Vec<UserId>> {
    let new: Vec<New> = sql_query(
        "INSERT INTO chat_room_members AS m (chat_room_id, user_id, last_read_seq)
         SELECT r.id, new.id, r.last_seq FROM chat_rooms r, unnest($2) AS new (id) WHERE r.id = $1
         ON CONFLICT (chat_room_id, user_id) DO UPDATE SET is_active = true, role = 'member', joined_at = now(),
             last_read_seq = greatest(m.last_read_seq, excluded.last_read_seq)
         WHERE NOT m.is_active AND m.banned_at IS NULL
         RETURNING m.user_id",
    )
    .bind::<BigInt, _>(room)
    .bind::<Array<BigInt>, _>(people)
    .load(conn)?;
    Ok(new.into_iter().map(|row| row.user_id).collect())
}

/// The viewer goes out. Whose the group is hands it over first, or closes it.
///
/// # Errors
/// As [`locked`] says, `Conflict` for the owner of a group that is not closed.
pub fn leave(conn: &mut PgConnection, viewer: &Viewer, id: RoomId) -> Result<()> {
    conn.transaction(|conn| {
        let room = locked(conn, viewer, id)?;
        let is_owner = room.owner_id == Some(viewer.id);
        if is_owner && !room.is_closed {
            return Err(AppError::Conflict(text!("chat-leave-owner")));
        }
        if is_owner {
            diesel::update(chat_rooms::table.find(id))
                .set(chat_rooms::owner_id.eq(None::<UserId>))
                .execute(conn)?;
        }
        put_out(conn, id, viewer.id)
    })
}

/// Takes a member out.
///
/// # Errors
/// As [`moderated`] says, `NotFound` for somebody who is not in the group, `Conflict` for oneself, for the owner, and for
/// a moderator unless the group is the viewer's.
pub fn remove(conn: &mut PgConnection, viewer: &Viewer, id: RoomId, member: UserId) -> Result<()> {
    conn.transaction(|conn| {
        let room = moderated(conn, viewer, id)?;
        let role = role_of_other(conn, viewer, &room, member)?;
        if role == MemberRole::Moderator && !room.is_owned {
            return Err(AppError::Conflict(text!("chat-owner-alone")));
        }
        put_out(conn, id, member)?;
        note(conn, id, viewer.id, "member.remove", ("member", member), "")
    })
}

/// Makes a member a moderator, or a moderator a member.
///
/// # Errors
/// As [`owned`] says, otherwise as [`remove`].
pub fn set_moderator(
    conn: &mut PgConnection,
    viewer: &Viewer,
    id: RoomId,
    member: UserId,
    is_moderator: bool,
) -> Result<()> {
    conn.transaction(|conn| {
        let room = owned(conn, viewer, id)?;
        role_of_other(conn, viewer, &room, member)?;
        let (role, action) = match is_moderator {
            true => (MemberRole::Moderator, "member.promote"),
            false => (MemberRole::Member, "member.demote"),
        };
        let row = chat_room_members::table
            .filter(chat_room_members::chat_room_id.eq(id))
            .filter(chat_room_members::user_id.eq(member));
        diesel::update(row)
            .set(chat_room_members::role.eq(role))
            .execute(conn)?;
        note(conn, id, viewer.id, action, ("member", member), "")
    })
}

/// What somebody else in the group is, unless it is theirs.
fn role_of_other(
    conn: &mut PgConnection,
    viewer: &Viewer,
    room: &Room,
    member: UserId,
) -> Result<MemberRole> {
    let role = chat_room_members::table
        .filter(chat_room_members::chat_room_id.eq(room.id))
        .filter(chat_room_members::user_id.eq(member))
        .filter(chat_room_members::is_active)
        .select(chat_room_members::role)
        .first(conn)?;
    if member == viewer.id || room.owner_id == Some(member) {
        return Err(AppError::Conflict(text!("chat-owner-stays")));
    }
    Ok(role)
}

fn put_out(conn: &mut PgConnection, room: RoomId, member: UserId) -> Result<()> {
    let row = chat_room_members::table
        .filter(chat_room_members::chat_room_id.eq(room))
        .filter(chat_room_members::user_id.eq(member));
    diesel::update(row)
        .set((
            chat_room_members::is_active.eq(false),
            chat_room_members::role.eq(MemberRole::Member),
        ))
        .execute(conn)?;
    Ok(())
}
