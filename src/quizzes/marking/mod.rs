//! What the staff of a course do with attempts: list them, mark by hand, and give marks anew when a key was wrong.
//!
//! Marks are written under the lock of their attempt and go through `settle`, so that submission, grade book and
//! progress always say the same.

mod by_hand;
mod handlers;
mod list;
mod moving;
mod outdated;
mod regrade;
mod views;

pub(super) use by_hand::MarksForm;
pub use handlers::routes;
