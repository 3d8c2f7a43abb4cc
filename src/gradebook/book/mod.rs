//! The grade book as the course's staff see it: learners down, items across, a page of learners at a time.
//!
//! However many learners and items there are, a page asks the database the same number of times.

mod handlers;
mod views;

use std::collections::HashMap;

use diesel::pg::PgConnection;
use serde::Deserialize;

use super::learners::{self, Learners};
use super::scheme::{self, Grades, Scheme};
use crate::courses::{self, Course, CourseId, StaffRole};
use crate::error::Result;
use crate::web::{UserId, Viewer};

pub(super) use handlers::routes;

/// Who is looked for, and after whom the page begins; as it stands in the address.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Search {
    q: String,
    after: String,
}

pub(super) struct Book {
    pub course: Course,
    /// The rank of whoever asks.
    pub role: StaffRole,
    pub scheme: Scheme,
    pub learners: Learners,
    pub grades: HashMap<UserId, Grades>,
    /// Who was looked for; empty for all.
    pub name: String,
}

impl Book {
    /// # Errors
    /// `NotFound` for whoever is not of the course's staff.
    pub fn find(
        conn: &mut PgConnection,
        viewer: &Viewer,
        id: CourseId,
        search: &Search,
    ) -> Result<Book> {
        let (course, role) = courses::staffed(conn, viewer, id)?;
        let name = search.q.split_whitespace().collect::<Vec<_>>().join(" ");
        let learners = learners::page(conn, id, &name, search.after.parse().ok())?;
        let people: Vec<UserId> = learners.rows.iter().map(|learner| learner.id).collect();
        Ok(Book {
            course,
            role,
            scheme: Scheme::of(conn, id)?,
            grades: scheme::grades_of(conn, id, &people)?,
            learners,
            name,
        })
    }
}
