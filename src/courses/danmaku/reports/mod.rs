//! Danmaku over lessons that people find wrong: reported from the list under the lesson, and dealt with on one page for all lessons
//! of the course, by its staff. Whoever wrote a line never learns who has reported it: the page names nobody.

mod administration;
mod handlers;
mod queue;
mod reporting;
mod views;

pub use administration::{delete_reported, dismiss_reported, restore_reported};
pub(super) use handlers::routes;
pub(super) use queue::{count, note, settle};
