//! How a room is reached: always through the person asking. What they may not see is not there.
//!
//! Rights come from the room's course and from being its teacher, never from the role on the platform.

use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::model::{Access, Room, RoomId};
use crate::error::{AppError, Result};
use crate::schema::{course_staff, enrollments, live_rooms};
use crate::web::{UserId, Viewer};

crate::pg_enum! {
    /// A rank in the room's course.
    pub enum StaffRole : crate::schema::sql_types::CourseRole {
        Owner = "owner",
        Teacher = "teacher",
        Assistant = "assistant",
    }
}

/// What somebody may do in a room. Each rank includes those before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Watch and talk.
    Audience,
    /// Delete, mute, pin: the assistants of the course.
    Moderator,
    /// Start, end, change, publish: the room's teacher, the course's owner and teachers.
    Manager,
}

/// A room together with what the person who asked may do in it.
#[derive(Clone, Debug)]
pub struct Reached {
    pub room: Room,
    pub standing: Standing,
}

/// The room, if this person may watch it: the enrolled and the staff of its course, or everyone (also a guest) where
/// the room is open to everyone.
///
/// # Errors
/// [`AppError::NotFound`] for anybody else.
pub fn of(conn: &mut PgConnection, viewer: Option<&Viewer>, id: RoomId) -> Result<Reached> {
    reach(conn, viewer.map(|viewer| viewer.id), id)
}

/// The room, for those who run it: its teacher, the owner and the teachers of its course.
///
/// # Errors
/// [`AppError::NotFound`] to those who may not watch, [`AppError::Forbidden`] to those who may only watch.
pub fn managed(conn: &mut PgConnection, viewer: &Viewer, id: RoomId) -> Result<Room> {
    at_least(Standing::Manager, conn, viewer, id)
}

/// The room, for those who keep order in it: who runs it, and the assistants of its course.
///
/// # Errors
/// As [`managed`].
pub fn moderated(conn: &mut PgConnection, viewer: &Viewer, id: RoomId) -> Result<Room> {
    at_least(Standing::Moderator, conn, viewer, id)
}

fn at_least(
    needed: Standing,
    conn: &mut PgConnection,
    viewer: &Viewer,
    id: RoomId,
) -> Result<Room> {
    let reached = reach(conn, Some(viewer.id), id)?;
    if reached.standing < needed {
        return Err(AppError::Forbidden);
    }
    Ok(reached.room)
}

/// By id alone, for the checks that know no more of a person.
pub(super) fn reach(
    conn: &mut PgConnection,
    person: Option<UserId>,
    id: RoomId,
) -> Result<Reached> {
    // No person has the id 0, so a guest joins nothing.
    let person = person.unwrap_or(0);
    let (room, role, enrolment): (Room, Option<StaffRole>, Option<i64>) = live_rooms::table
        .left_join(
            course_staff::table.on(course_staff::course_id
                .nullable()
                .eq(live_rooms::course_id)
                .and(course_staff::user_id.eq(person))),
        )
        .left_join(
            enrollments::table.on(enrollments::course_id
                .nullable()
                .eq(live_rooms::course_id)
                .and(enrollments::user_id.eq(person))),
        )
        .filter(live_rooms::id.eq(id))
        .select((
            Room::as_select(),
            course_staff::role.nullable(),
            enrollments::id.nullable(),
        ))
        .first(conn)?;
    let standing = standing(&room, person, role, enrolment.is_some()).ok_or(AppError::NotFound)?;
    Ok(Reached { room, standing })
}

fn standing(
    room: &Room,
    person: UserId,
    role: Option<StaffRole>,
    is_enrolled: bool,
) -> Option<Standing> {
    match role {
        _ if room.teacher_id == person => Some(Standing::Manager),
        Some(StaffRole::Owner | StaffRole::Teacher) => Some(Standing::Manager),
        Some(StaffRole::Assistant) => Some(Standing::Moderator),
        None if is_enrolled || room.access == Access::Everyone => Some(Standing::Audience),
        None => None,
    }
}
