//! The form of a class.

use askama::Template;
use diesel::pg::PgConnection;
use i18n_embed_fl::fl;

use super::form::RoomForm;
use super::queries::{self, CourseChoice};
use crate::error::{Errors, Result};
use crate::i18n::Loader;
use crate::live::{Access, Room, RoomId, Status, rooms};
use crate::web::{Page, Viewer};

#[derive(Template)]
#[template(path = "live/form.html")]
pub struct EditRoom {
    l: Loader,
    page: Page,
    /// None while the class is being opened.
    room: Option<Room>,
    courses: Vec<CourseChoice>,
    form: RoomForm,
    errors: Errors,
}

impl EditRoom {
    pub fn new(
        page: Page,
        room: Option<Room>,
        courses: Vec<CourseChoice>,
        form: RoomForm,
        errors: Errors,
    ) -> EditRoom {
        EditRoom {
            l: page.l,
            page,
            room,
            courses,
            form,
            errors,
        }
    }

    /// The form of a new class, in this course if one is given.
    pub fn of_new(page: Page, courses: Vec<CourseChoice>, course: Option<i64>) -> EditRoom {
        let form = RoomForm::in_course(course);
        EditRoom::new(page, None, courses, form, Errors::default())
    }

    /// The form of a class that this person runs.
    pub fn load(
        conn: &mut PgConnection,
        page: Page,
        viewer: &Viewer,
        id: RoomId,
    ) -> Result<EditRoom> {
        let room = rooms::managed(conn, viewer, id)?;
        let courses = queries::taught_by(conn, viewer.id)?;
        let form = RoomForm::of(&room, viewer.time_zone);
        Ok(EditRoom::new(
            page,
            Some(room),
            courses,
            form,
            Errors::default(),
        ))
    }

    fn action(&self) -> String {
        match &self.room {
            Some(room) => format!("/live/{}", room.id),
            None => "/live".into(),
        }
    }

    fn title(&self) -> String {
        match &self.room {
            Some(room) => room.title.clone(),
            None => fl!(self.l, "live-new-title"),
        }
    }

    /// Whether course, time and audience may still be changed.
    fn is_planned(&self) -> bool {
        self.room
            .as_ref()
            .is_none_or(|room| room.status == Status::Planned)
    }

    fn error(&self, field: &str) -> String {
        self.errors.of(field, self.l).unwrap_or_default()
    }

    fn is_course(&self, id: &i64) -> bool {
        self.form.course == id.to_string()
    }

    fn is_access(&self, access: Access) -> bool {
        self.form.access == access.name()
    }
}
