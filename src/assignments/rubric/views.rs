//! The page on which a rubric is written.

use askama::Template;
use diesel::pg::PgConnection;
use i18n_embed_fl::fl;

use super::Rubric;
use super::form::{CriterionRow, RubricForm};
use crate::assignments::assignment::Assignment;
use crate::assignments::points;
use crate::courses::{self, Course, CourseId, LessonId};
use crate::error::{Errors, Result};
use crate::i18n::Loader;
use crate::web::{Page, Viewer};

#[derive(Template)]
#[template(path = "assignments/rubric.html")]
pub(super) struct EditRubric {
    l: Loader,
    page: Page,
    course: Course,
    assignment: Assignment,
    stored: Option<Rubric>,
    form: RubricForm,
    errors: Errors,
}

impl EditRubric {
    /// # Errors
    /// `NotFound` for whoever may not write the course, and until the assignment is set up.
    pub fn load(
        conn: &mut PgConnection,
        page: Page,
        viewer: &Viewer,
        (course, lesson): (CourseId, LessonId),
        typed: Option<RubricForm>,
        errors: Errors,
    ) -> Result<EditRubric> {
        let course = courses::managed(conn, viewer, course)?;
        let assignment = Assignment::of_course(conn, course.id, lesson)?;
        let stored = Rubric::latest(conn, assignment.id)?;
        let form =
            typed.unwrap_or_else(|| RubricForm::of(stored.as_ref(), assignment.shows_rubric));
        Ok(EditRubric {
            l: page.l,
            page,
            course,
            assignment,
            stored,
            form: form.with_room(),
            errors,
        })
    }

    /// What is wrong with a row, once it was sent.
    fn problem(&self, row: &CriterionRow) -> String {
        let problem = row.problem().filter(|_| !self.errors.is_empty());
        problem.map(|words| words.in_(self.l)).unwrap_or_default()
    }

    fn worth(&self) -> String {
        points::shown(&self.assignment.points)
    }

    fn max(&self, rubric: &Rubric) -> String {
        points::shown(&rubric.max())
    }

    /// Whether its points are not those of the assignment, so that they will be scaled.
    fn is_scaled(&self, rubric: &Rubric) -> bool {
        rubric.max() != self.assignment.points
    }
}
