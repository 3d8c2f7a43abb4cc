//! What the staff of a course do with what was handed in: see who has, read each version, and grade it on one screen.
//!
//! A grader says which state of the grade they saw; if it has moved on since, they are told and nothing is written. What
//! is final goes to the grade book in the same transaction, less what being late costs. A draft of a learner is never
//! shown here, and nothing of a grader's reaches the learner from here.

mod anew;
mod evaluation;
mod export;
mod files;
mod form;
mod handlers;
mod list;
mod outcome;
mod page;
mod queue;
mod saving;
mod views;

use diesel::pg::PgConnection;

use super::assignment::Assignment;
use crate::courses::{self, Course, CourseId, LessonId};
use crate::error::{AppError, Result};
use crate::web::Viewer;

pub(super) use anew::record_anew;
pub(super) use evaluation::{Evaluation, Returned};
pub(super) use files::may_read_file;
pub use handlers::routes;
pub(super) use outcome::Outcome;

/// What names a submission in an address: course, lesson, submission.
type SubmissionPath = (CourseId, LessonId, i64);

/// The assignment, if the viewer is of its course's staff.
fn of_staff(
    conn: &mut PgConnection,
    viewer: &Viewer,
    course: CourseId,
    lesson: LessonId,
) -> Result<(Course, Assignment)> {
    courses::staff_role(conn, viewer, course)?.ok_or(AppError::NotFound)?;
    let course = courses::visible(conn, Some(viewer), course)?;
    let assignment = Assignment::of_course(conn, course.id, lesson)?;
    Ok((course, assignment))
}
