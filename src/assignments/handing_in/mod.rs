//! Handing in: a draft that only its learner sees, and the versions that come of it.
//!
//! A draft is saved with a number, and an older save never overwrites a newer one. Handing in copies the draft into a
//! version that is never changed; it may be done again until the assignment closes. Everything happens under the lock
//! of the submission's row and by the clock of the database.

mod confirm;
mod files;
mod handlers;
mod page;
mod saving;
mod submission;
mod turn_in;
mod views;

pub(super) use files::may_read_file;
pub use handlers::routes;
pub(super) use submission::{FileRow, Submission, SubmissionId, Version, files_of};
