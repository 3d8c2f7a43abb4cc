//! Running a group: opening, renaming, handing over, closing.

use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::form::GroupForm;
use super::{moderated, owned};
use crate::chat::model::{MemberRole, Room, RoomId, RoomKind};
use crate::chat::moderation::note;
use crate::db;
use crate::error::{AppError, Result};
use crate::notifications::{self, Event, Notice};
use crate::schema::{chat_room_members, chat_rooms, users};
use crate::text;
use crate::web::{UserId, Viewer};

/// Opens a group whose owner the teacher is.
///
/// # Errors
/// `Invalid` with words for each field.
pub fn create(conn: &mut PgConnection, teacher: &Viewer, form: &GroupForm) -> Result<RoomId> {
    let facts = form.check()?;
    conn.transaction(|conn| {
        let room: RoomId = diesel::insert_into(chat_rooms::table)
            .values((
                chat_rooms::kind.eq(RoomKind::Group),
                chat_rooms::name.eq(facts.name),
                chat_rooms::description.eq(facts.description),
                chat_rooms::is_open.eq(facts.is_open),
                chat_rooms::owner_id.eq(teacher.id),
            ))
            .returning(chat_rooms::id)
            .get_result(conn)?;
        diesel::insert_into(chat_room_members::table)
            .values((
                chat_room_members::chat_room_id.eq(room),
                chat_room_members::user_id.eq(teacher.id),
                chat_room_members::role.eq(MemberRole::Moderator),
            ))
            .execute(conn)?;
        Ok(room)
    })
}

/// Changes what is said of the group; the new name if it has one now.
///
/// # Errors
/// As [`moderated`] says, `Invalid` with words for each field.
pub fn update(
    conn: &mut PgConnection,
    viewer: &Viewer,
    id: RoomId,
    form: &GroupForm,
) -> Result<Option<String>> {
    conn.transaction(|conn| {
        let room = moderated(conn, viewer, id)?;
        let facts = form.check()?;
        diesel::update(chat_rooms::table.find(id))
            .set((
                chat_rooms::name.eq(&facts.name),
                chat_rooms::description.eq(facts.description),
                chat_rooms::is_open.eq(facts.is_open),
            ))
            .execute(conn)?;
        note(conn, id, viewer.id, "room.describe", ("room", id), "")?;
        Ok((facts.name != room.name).then_some(facts.name))
    })
}

/// Closes the group, so that it is read and not written in, or opens it again. Whether that changed anything.
///
/// # Errors
/// As [`owned`] says.
pub fn set_closed(
    conn: &mut PgConnection,
    viewer: &Viewer,
    id: RoomId,
    is_closed: bool,
) -> Result<bool> {
    conn.transaction(|conn| {
        if owned(conn, viewer, id)?.is_closed == is_closed {
            return Ok(false);
        }
        let now = db::clock(conn)?;
        diesel::update(chat_rooms::table.find(id))
            .set(chat_rooms::closed_at.eq(is_closed.then_some(now)))
            .execute(conn)?;
        let action = match is_closed {
            true => "room.close",
            false => "room.reopen",
        };
        note(conn, id, viewer.id, action, ("room", id), "")?;
        Ok(true)
    })
}

/// Makes another teacher of the group its owner, who is told so; their name.
///
/// # Errors
/// As [`owned`] says, `NotFound` for somebody who is not in it, `Conflict` for one who may open no groups.
pub fn hand_over(
    conn: &mut PgConnection,
    viewer: &Viewer,
    id: RoomId,
    to: UserId,
) -> Result<String> {
    conn.transaction(|conn| {
        let room = owned(conn, viewer, id)?;
        let heir = Viewer::find(conn, to)?.ok_or(AppError::NotFound)?;
        let is_in = chat_room_members::table
            .filter(chat_room_members::chat_room_id.eq(id))
            .filter(chat_room_members::user_id.eq(to))
            .filter(chat_room_members::is_active)
            .filter(chat_room_members::banned_at.is_null());
        if diesel::update(is_in)
            .set(chat_room_members::role.eq(MemberRole::Moderator))
            .execute(conn)?
            == 0
        {
            return Err(AppError::NotFound);
        }
        if !heir.is_teacher() {
            return Err(AppError::Conflict(text!("chat-hand-over-teacher")));
        }
        diesel::update(chat_rooms::table.find(id))
            .set(chat_rooms::owner_id.eq(to))
            .execute(conn)?;
        note(conn, id, viewer.id, "room.hand_over", ("member", to), "")?;
        tell(conn, &room, to)?;
        Ok(heir.display_name)
    })
}

fn tell(conn: &mut PgConnection, room: &Room, to: UserId) -> Result<()> {
    let notice = Notice {
        kind: Event::GivenGroup,
        message: text!("chat-hand-over-notice", room = room.name.clone()),
        link: room.path(),
    };
    Ok(notifications::notify(conn, &[to], &notice)?)
}

/// Who runs the group, by name.
pub fn owner_of(conn: &mut PgConnection, room: &Room) -> Result<Option<String>> {
    let Some(owner) = room.owner_id else {
        return Ok(None);
    };
    Ok(users::table
        .find(owner)
        .select(users::display_name)
        .first(conn)
        .optional()?)
}
