//! What is said on every page: published, changed, taken away.

mod form;
mod handlers;
mod telling;
mod views;

pub use handlers::routes;
pub use telling::TellOfAnnouncement;
