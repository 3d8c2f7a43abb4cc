//! Who may write a review.

use diesel::dsl::count_star;
use diesel::pg::PgConnection;
use diesel::prelude::*;

use crate::courses::access::{is_enrolled, staff_role};
use crate::courses::model::{Course, CourseId, ProgressStatus, Status};
use crate::error::{AppError, Result};
use crate::schema::{lessons, progress};
use crate::text;
use crate::web::{UserId, Viewer};

/// In percent of the lessons that count.
pub const NEEDED: i64 = 20;

/// Whether this viewer may review a course, or why not.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum May {
    Write,
    SignIn,
    /// Who teaches a course does not judge it.
    Staff,
    Enrol,
    /// In percent: what is done so far.
    Learn(i64),
}

impl May {
    pub fn of(conn: &mut PgConnection, viewer: Option<&Viewer>, course: &Course) -> Result<May> {
        let Some(viewer) = viewer else {
            return Ok(May::SignIn);
        };
        if staff_role(conn, viewer, course.id)?.is_some() {
            return Ok(May::Staff);
        }
        if course.status == Status::Draft || !is_enrolled(conn, viewer.id, course.id)? {
            return Ok(May::Enrol);
        }
        let done = percent_done(conn, viewer.id, course.id)?;
        Ok(if done >= NEEDED {
            May::Write
        } else {
            May::Learn(done)
        })
    }

    /// # Errors
    /// `SignInRequired`; `Conflict` with the words for why not.
    pub fn require(self) -> Result<()> {
        match self {
            May::Write => Ok(()),
            May::SignIn => Err(AppError::SignInRequired),
            May::Staff => Err(AppError::Conflict(text!("reviews-not-by-staff"))),
            May::Enrol => Err(AppError::Conflict(text!("reviews-enrol-first"))),
            May::Learn(done) => Err(AppError::Conflict(text!(
                "reviews-learn-first",
                needed = NEEDED,
                done = done
            ))),
        }
    }
}

/// Rounded down, so that the share is never reached too early. Where no lesson counts, nothing can be done of it.
fn percent_done(conn: &mut PgConnection, user: UserId, course: CourseId) -> Result<i64> {
    let required = lessons::table
        .filter(lessons::course_id.eq(course))
        .filter(lessons::is_required);
    let all: i64 = required.select(count_star()).first(conn)?;
    let done: i64 = required
        .inner_join(
            progress::table.on(progress::lesson_id
                .eq(lessons::id)
                .and(progress::user_id.eq(user))
                .and(progress::status.eq(ProgressStatus::Completed))),
        )
        .select(count_star())
        .first(conn)?;
    Ok(done * 100 / all.max(1))
}
