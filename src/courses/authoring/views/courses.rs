//! A teacher's list of courses, and the form of what a course says of itself.

use actix_web::http::StatusCode;
use askama::Template;
use i18n_embed_fl::fl;

use super::super::details::{CategoryChoice, DetailsForm};
use super::super::reply::Reply;
use super::super::taught;
use super::{MarkdownPreview, cover_of};
use crate::courses::{Course, CourseId, Language, Level, Status};
use crate::error::Errors;
use crate::i18n::Loader;
use crate::web::Page;

#[derive(Template)]
#[template(path = "courses/authoring/taught.html")]
pub(in super::super) struct Taught {
    pub l: Loader,
    pub page: Page,
    pub courses: Vec<taught::Taught>,
    pub next: Option<CourseId>,
    pub may_create: bool,
}

impl Taught {
    fn cover(&self, course: &Course) -> String {
        cover_of(course)
    }

    fn next_page(&self) -> String {
        let next = self.next.map(|next| format!("/teaching?after={next}"));
        next.unwrap_or_default()
    }
}

#[derive(Template)]
#[template(path = "courses/authoring/new.html")]
pub(in super::super) struct NewCourse {
    pub l: Loader,
    pub page: Page,
    pub form: DetailsForm,
    pub errors: Errors,
    pub categories: Vec<CategoryChoice>,
}

impl NewCourse {
    fn preview(&self) -> MarkdownPreview {
        MarkdownPreview::of(self.l, &self.form.description)
    }
}

#[derive(Template)]
#[template(path = "courses/authoring/edit.html")]
pub(in super::super) struct EditCourse {
    pub l: Loader,
    pub page: Page,
    pub course: Course,
    pub form: DetailsForm,
    pub errors: Errors,
    /// Somebody else saved since the form was filled; the form has what was typed, the course what they saved.
    pub is_conflict: bool,
    pub categories: Vec<CategoryChoice>,
}

impl EditCourse {
    pub fn new(
        page: Page,
        course: Course,
        typed: Option<DetailsForm>,
        reply: Reply,
        categories: Vec<CategoryChoice>,
    ) -> EditCourse {
        let stored = DetailsForm::of(&course);
        let is_conflict = reply.status == StatusCode::CONFLICT;
        // Whoever saves again after having been told means it.
        let form = match typed {
            Some(typed) if is_conflict => DetailsForm {
                version: stored.version,
                ..typed
            },
            Some(typed) => typed,
            None => stored,
        };
        EditCourse {
            l: page.l,
            page,
            course,
            form,
            errors: reply.errors,
            is_conflict,
            categories,
        }
    }

    fn preview(&self) -> MarkdownPreview {
        MarkdownPreview::of(self.l, &self.form.description)
    }

    fn cover(&self) -> String {
        cover_of(&self.course)
    }
}
