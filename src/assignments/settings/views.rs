//! The page on which an assignment is set up.

use askama::Template;
use chrono::{DateTime, Utc};
use diesel::pg::PgConnection;
use i18n_embed_fl::fl;

use super::extensions::{self, Extended, ExtensionForm};
use super::form::AssignmentForm;
use crate::assignments::assignment::{Assignment, assignment_lesson};
use crate::courses::{self, Course, CourseId, LessonId};
use crate::error::{Errors, Result};
use crate::i18n::{self, Loader};
use crate::web::{Page, Viewer};

/// Which form was sent, and with what.
pub(super) enum Typed {
    Nothing,
    Rules(Box<AssignmentForm>),
    Extension(ExtensionForm),
}

#[derive(Template)]
#[template(path = "assignments/edit.html")]
pub(super) struct EditAssignment {
    l: Loader,
    page: Page,
    course: Course,
    lesson: LessonId,
    title: String,
    assignment: Option<Assignment>,
    form: AssignmentForm,
    extended: Vec<Extended>,
    typed: Typed,
    errors: Errors,
}

impl EditAssignment {
    pub fn load(
        conn: &mut PgConnection,
        page: Page,
        viewer: &Viewer,
        (course, lesson): (CourseId, LessonId),
        typed: Typed,
        errors: Errors,
    ) -> Result<EditAssignment> {
        let course = courses::managed(conn, viewer, course)?;
        let (lesson, title) = assignment_lesson(conn, course.id, lesson)?;
        let assignment = Assignment::of_lesson(conn, lesson)?;
        let form = match (&typed, &assignment) {
            (Typed::Rules(form), _) => (**form).clone(),
            (_, Some(assignment)) => AssignmentForm::of(assignment, viewer.time_zone),
            (_, None) => AssignmentForm::fresh(),
        };
        let id = assignment.as_ref().map_or(0, |assignment| assignment.id);
        Ok(EditAssignment {
            l: page.l,
            page,
            lesson,
            title,
            extended: extensions::of_assignment(conn, id)?,
            course,
            assignment,
            form,
            typed,
            errors,
        })
    }

    fn base(&self) -> String {
        format!(
            "/courses/{}/lessons/{}/assignment",
            self.course.id, self.lesson
        )
    }

    /// What is wrong with a field of the rules.
    fn rule_error(&self, field: &str) -> String {
        match self.typed {
            Typed::Rules(_) => self.errors.of(field, self.l).unwrap_or_default(),
            _ => String::new(),
        }
    }

    fn extension_error(&self, field: &str) -> String {
        match self.typed {
            Typed::Extension(_) => self.errors.of(field, self.l).unwrap_or_default(),
            _ => String::new(),
        }
    }

    fn new_extension(&self) -> ExtensionForm {
        match &self.typed {
            Typed::Extension(form) => form.clone(),
            _ => ExtensionForm::default(),
        }
    }

    /// A box for each kind of file.
    fn kinds(&self) -> [(&'static str, String, bool); 4] {
        let form = &self.form;
        let on = |field: &String| !field.is_empty();
        [
            (
                "takes_pictures",
                fl!(self.l, "assignments-kind-pictures"),
                on(&form.takes_pictures),
            ),
            (
                "takes_documents",
                fl!(self.l, "assignments-kind-documents"),
                on(&form.takes_documents),
            ),
            (
                "takes_recordings",
                fl!(self.l, "assignments-kind-recordings"),
                on(&form.takes_recordings),
            ),
            (
                "takes_others",
                fl!(self.l, "assignments-kind-others"),
                on(&form.takes_others),
            ),
        ]
    }

    fn time(&self, at: &Option<DateTime<Utc>>) -> String {
        at.map_or_else(
            || "–".to_owned(),
            |at| i18n::date_time(self.page.locale, at, self.page.time_zone()),
        )
    }
}
