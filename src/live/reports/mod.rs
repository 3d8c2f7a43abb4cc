//! Messages of a class that people find wrong: reported from the talk or the replay, and dealt with by who keeps order in the class.
//!
//! What waits is told the staff alone. Its authors never learn who has reported them: the list of a class names nobody.

mod administration;
mod handlers;
mod queue;
mod reporting;
mod views;

pub use administration::{delete_reported, dismiss_reported, restore_reported};
pub(super) use handlers::routes;
pub(super) use queue::{count, note, settle};
pub(super) use views::Reports;
