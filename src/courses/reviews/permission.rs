//! Who may write a review.

use diesel::pg::PgConnection;

use crate::courses::access::is_enrolled;
use crate::courses::finishing::share_done;
use crate::courses::model::{Course, StaffRole, Status};
use crate::error::{AppError, Result};
use crate::i18n::Text;
use crate::text;
use crate::web::Viewer;

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
    /// `role`: what the viewer is in the course's staff.
    pub fn of(
        conn: &mut PgConnection,
        viewer: Option<&Viewer>,
        course: &Course,
        role: Option<StaffRole>,
    ) -> Result<May> {
        let Some(viewer) = viewer else {
            return Ok(May::SignIn);
        };
        if role.is_some() {
            return Ok(May::Staff);
        }
        if course.status == Status::Draft || !is_enrolled(conn, viewer.id, course.id)? {
            return Ok(May::Enrol);
        }
        // Rounded down, so that the share is never reached too early. Where no lesson counts, nothing can be done of it.
        let (done, all) = share_done(conn, viewer.id, course.id)?;
        Ok(match done * 100 / all.max(1) {
            NEEDED.. => May::Write,
            done => May::Learn(done),
        })
    }

    /// Why not, in words; nothing for who may.
    pub fn refusal(self) -> Option<Text> {
        match self {
            May::Write => None,
            May::SignIn => Some(text!("reviews-sign-in")),
            May::Staff => Some(text!("reviews-not-by-staff")),
            May::Enrol => Some(text!("reviews-enrol-first", needed = NEEDED)),
            May::Learn(done) => Some(text!("reviews-learn-first", needed = NEEDED, done = done)),
        }
    }

    /// # Errors
    /// `SignInRequired`; `Conflict` with the words for why not.
    pub fn require(self) -> Result<()> {
        if self == May::SignIn {
            return Err(AppError::SignInRequired);
        }
        self.refusal()
            .map_or(Ok(()), |words| Err(AppError::Conflict(words)))
    }
}
