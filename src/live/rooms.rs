//! How a room is reached: always through the person asking. What they may not see is not there.
//!
//! Rights come from the room's course and from being its teacher, never from the role on the platform.

use std::collections::HashMap;

use diesel::dsl::exists;
use diesel::expression::BoxableExpression;
use diesel::pg::{Pg, PgConnection};
use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::model::{Access, Room, RoomId};
use crate::courses::{self, StaffRole};
use crate::error::{AppError, Result};
use crate::schema::{course_staff, courses as all_courses, enrollments, live_rooms, users};
use crate::web::{UserId, Viewer};

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

type OfRoom = Box<dyn BoxableExpression<live_rooms::table, Pg, SqlType = Bool>>;

/// The rule of [`of`] as a filter on `live_rooms`, for lists.
pub fn visible_to(viewer: Option<&Viewer>) -> OfRoom {
    let open = live_rooms::access.eq(Access::Everyone);
    let Some(viewer) = viewer else {
        return Box::new(open);
    };
    let staff = course_staff::table
        .filter(course_staff::course_id.nullable().eq(live_rooms::course_id))
        .filter(course_staff::user_id.eq(viewer.id));
    let enrolment = enrollments::table
        .inner_join(all_courses::table)
        .filter(all_courses::status.ne(courses::Status::Draft))
        .filter(enrollments::course_id.nullable().eq(live_rooms::course_id))
        .filter(enrollments::user_id.eq(viewer.id));
    Box::new(
        open.or(live_rooms::teacher_id.eq(viewer.id))
            .or(exists(staff))
            .or(exists(enrolment)),
    )
}

/// By id alone, for checks that know no more of a person; no id is a guest.
pub(super) fn reach(
    conn: &mut PgConnection,
    person: Option<UserId>,
    id: RoomId,
) -> Result<Reached> {
    // No person has the id 0, so a guest joins nothing.
    let person = person.unwrap_or(0);
    let (room, role, studied): (Room, Option<StaffRole>, Option<courses::Status>) =
        live_rooms::table
            .left_join(
                course_staff::table.on(course_staff::course_id
                    .nullable()
                    .eq(live_rooms::course_id)
                    .and(course_staff::user_id.eq(person))),
            )
            .left_join(
                enrollments::table
                    .inner_join(all_courses::table)
                    .on(enrollments::course_id
                        .nullable()
                        .eq(live_rooms::course_id)
                        .and(enrollments::user_id.eq(person))),
            )
            .filter(live_rooms::id.eq(id))
            .select((
                Room::as_select(),
                course_staff::role.nullable(),
                all_courses::status.nullable(),
            ))
            .first(conn)?;
    let standing = standing(&room, person, role, studied).ok_or(AppError::NotFound)?;
    Ok(Reached { room, standing })
}

/// The room itself, for what the program does by itself.
pub(super) fn find(conn: &mut PgConnection, id: RoomId) -> Result<Room> {
    Ok(live_rooms::table
        .find(id)
        .select(Room::as_select())
        .first(conn)?)
}

/// Those who keep order in a room: its teacher and the staff of its course.
pub(super) fn staff(conn: &mut PgConnection, room: RoomId) -> QueryResult<Vec<UserId>> {
    let teacher = live_rooms::table.find(room).select(live_rooms::teacher_id);
    let mut staff: Vec<UserId> = live_rooms::table
        .inner_join(
            course_staff::table.on(course_staff::course_id.nullable().eq(live_rooms::course_id)),
        )
        .filter(live_rooms::id.eq(room))
        .select(course_staff::user_id)
        .load(conn)?;
    staff.push(teacher.first(conn)?);
    Ok(staff)
}

/// What each of these people may do in the room now. Whoever may do nothing, or may not sign in, is left out.
pub(super) fn standings(
    conn: &mut PgConnection,
    room: &Room,
    people: &[UserId],
) -> QueryResult<HashMap<UserId, Standing>> {
    let rows: Vec<(UserId, Option<StaffRole>, Option<courses::Status>)> = users::table
        .left_join(
            course_staff::table.on(course_staff::user_id
                .eq(users::id)
                .and(course_staff::course_id.nullable().eq(room.course_id))),
        )
        .left_join(
            enrollments::table
                .inner_join(all_courses::table)
                .on(enrollments::user_id
                    .eq(users::id)
                    .and(enrollments::course_id.nullable().eq(room.course_id))),
        )
        .filter(users::id.eq_any(people))
        .filter(users::is_suspended.eq(false))
        .filter(users::deleted_at.is_null())
        .select((
            users::id,
            course_staff::role.nullable(),
            all_courses::status.nullable(),
        ))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .filter_map(|(person, role, studied)| {
            Some((person, standing(room, person, role, studied)?))
        })
        .collect())
}

/// `studied` is the state of the room's course if the person takes it; one that has become a draft again is closed.
fn standing(
    room: &Room,
    person: UserId,
    role: Option<StaffRole>,
    studied: Option<courses::Status>,
) -> Option<Standing> {
    let is_enrolled = studied.is_some_and(|status| status != courses::Status::Draft);
    match role {
        _ if room.teacher_id == person => Some(Standing::Manager),
        Some(StaffRole::Owner | StaffRole::Teacher) => Some(Standing::Manager),
        Some(StaffRole::Assistant) => Some(Standing::Moderator),
        None if is_enrolled || room.access == Access::Everyone => Some(Standing::Audience),
        None => None,
    }
}
