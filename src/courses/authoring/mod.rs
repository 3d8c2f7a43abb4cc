//! Authoring: what the staff of a course do with it, from the first draft to publishing, and who else they let in.
//!
//! Every ability begins with [`held`]: the course is reached through the person asking, and its row stays locked, so
//! changes to one course follow one another. Whatever changes its words ends with [`reindex`](super::reindex); its version is moved by
//! triggers. Sections and lessons are always looked up below their course, never by their own id alone. No form here
//! reaches price, teacher, counts or another course.

mod completion;
mod contents;
mod cover;
mod details;
mod difference;
mod files;
pub(super) mod forms;
mod handlers;
mod handouts;
mod learners;
mod lesson_form;
mod lessons;
mod link;
mod outline;
mod ownership;
mod people;
mod publication;
mod replays;
mod reply;
mod seats;
mod sections;
mod staff;
mod subtitles;
mod taught;
mod versions;
mod views;

use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::{Course, CourseId, StaffRole, managed, staff_role, visible};
use crate::error::{AppError, Result};
use crate::schema::courses;
use crate::web::Viewer;

pub(super) use contents::is_ready;
pub(super) use handlers::routes;
pub use replays::{add_replay, replay_lesson};

/// The course, if this viewer may change it, locked until the transaction ends.
fn held(conn: &mut PgConnection, viewer: &Viewer, id: CourseId) -> Result<Course> {
    courses::table
        .find(id)
        .select(courses::id)
        .for_no_key_update()
        .first::<CourseId>(conn)?;
    managed(conn, viewer, id)
}

/// The course and this viewer's rank in it, for its staff alone; an admin ranks as its owner.
pub fn staffed(
    conn: &mut PgConnection,
    viewer: &Viewer,
    id: CourseId,
) -> Result<(Course, StaffRole)> {
    let role = rank(conn, viewer, id)?.ok_or(AppError::NotFound)?;
    Ok((visible(conn, Some(viewer), id)?, role))
}

fn require_owner(conn: &mut PgConnection, viewer: &Viewer, id: CourseId) -> Result<()> {
    match rank(conn, viewer, id)? {
        Some(StaffRole::Owner) => Ok(()),
        _ => Err(AppError::Forbidden),
    }
}

fn rank(conn: &mut PgConnection, viewer: &Viewer, id: CourseId) -> Result<Option<StaffRole>> {
    if viewer.is_admin() {
        return Ok(Some(StaffRole::Owner));
    }
    staff_role(conn, viewer, id)
}
