//! From the form to the room and, where the form needs another look, back to the form.

use diesel::pg::PgConnection;

use super::form::RoomForm;
use super::queries::{self, CourseChoice};
use super::views::EditRoom;
use crate::error::{AppError, Errors, Result};
use crate::live::{Room, RoomId, Status, rooms};
use crate::web::{Page, Viewer};

/// A form that could not be saved, with what it needs to be shown again.
pub struct Again {
    room: Option<Room>,
    courses: Vec<CourseChoice>,
    typed: RoomForm,
    errors: Errors,
}

impl Again {
    pub fn into_page(self, page: Page) -> EditRoom {
        EditRoom::new(page, self.room, self.courses, self.typed, self.errors)
    }
}

/// Opens a room, or says what is wrong with the form.
pub fn create(
    conn: &mut PgConnection,
    teacher: &Viewer,
    form: RoomForm,
) -> Result<Result<RoomId, Again>> {
    let created = form
        .check(teacher.time_zone, None)
        .and_then(|plan| queries::create(conn, teacher, &plan));
    or_again(conn, teacher, None, form, created)
}

/// Changes a room that this person runs, or says what is wrong with the form.
pub fn update(
    conn: &mut PgConnection,
    viewer: &Viewer,
    id: RoomId,
    form: RoomForm,
) -> Result<Result<(), Again>> {
    let room = rooms::managed(conn, viewer, id)?;
    let form = if room.status == Status::Planned {
        form
    } else {
        // The page asks for nothing but the title then.
        RoomForm {
            title: form.title,
            ..RoomForm::of(&room, viewer.time_zone)
        }
    };
    let updated = form
        .check(viewer.time_zone, room.start_time)
        .and_then(|plan| queries::update(conn, viewer, &room, &plan));
    or_again(conn, viewer, Some(room), form, updated)
}

fn or_again<T>(
    conn: &mut PgConnection,
    teacher: &Viewer,
    room: Option<Room>,
    typed: RoomForm,
    outcome: Result<T>,
) -> Result<Result<T, Again>> {
    match outcome {
        Ok(done) => Ok(Ok(done)),
        Err(AppError::Invalid(errors)) => Ok(Err(Again {
            room,
            courses: queries::taught_by(conn, teacher.id)?,
            typed,
            errors,
        })),
        Err(error) => Err(error),
    }
}
