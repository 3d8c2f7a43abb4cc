//! The form of a class.

use askama::Template;
use i18n_embed_fl::fl;

use super::form::RoomForm;
use super::queries::CourseChoice;
use crate::error::Errors;
use crate::i18n::Loader;
use crate::live::{Access, Room, Status};
use crate::web::Page;

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
