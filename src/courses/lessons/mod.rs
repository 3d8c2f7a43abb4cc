//! The page of a lesson: the player or the text first, the contents beside it.

mod handlers;
mod note;
mod reading;
mod views;

pub use handlers::routes;
pub use note::{ProgressNote, words};
pub use views::blocker;
