//! A learner's own grades: those that were posted, and the total that they alone make.

mod handlers;
mod views;

use diesel::pg::PgConnection;

use super::scheme::{self, Grades, Scheme};
use crate::courses::{self, Course, CourseId};
use crate::error::{AppError, Result};
use crate::web::Viewer;

pub(super) use handlers::routes;

pub(super) struct OwnGrades {
    pub course: Course,
    /// Of posted items alone, so nothing else can reach the page or its totals.
    pub scheme: Scheme,
    pub grades: Grades,
}

impl OwnGrades {
    /// # Errors
    /// `NotFound` for whoever doesn't take the course.
    pub fn find(conn: &mut PgConnection, viewer: &Viewer, id: CourseId) -> Result<OwnGrades> {
        let course = courses::visible(conn, Some(viewer), id)?;
        if !courses::is_enrolled(conn, viewer.id, id)? || !courses::may_study(conn, viewer, id)? {
            return Err(AppError::NotFound);
        }
        let mut grades = scheme::grades_of(conn, id, &[viewer.id])?;
        Ok(OwnGrades {
            course,
            scheme: Scheme::of(conn, id)?.posted(),
            grades: grades.remove(&viewer.id).unwrap_or_default(),
        })
    }
}
