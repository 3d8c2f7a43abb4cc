//! What a grade book is made of: its categories with their weights, and the columns that its staff fill by hand.

mod changes;
mod handlers;
mod views;

use diesel::pg::PgConnection;

use super::scheme::Scheme;
use crate::courses::{self, Course, CourseId};
use crate::error::Result;
use crate::web::Viewer;

pub(super) use handlers::routes;

pub(super) struct Settings {
    pub course: Course,
    pub scheme: Scheme,
}

impl Settings {
    /// # Errors
    /// `NotFound` for whoever may not write the course.
    pub fn find(conn: &mut PgConnection, viewer: &Viewer, id: CourseId) -> Result<Settings> {
        Ok(Settings {
            course: courses::managed(conn, viewer, id)?,
            scheme: Scheme::of(conn, id)?,
        })
    }
}
