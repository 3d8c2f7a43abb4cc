//! Who did what: the log of all acts, with filters.

mod handlers;
mod names;
mod views;

pub use handlers::routes;
pub(super) use names::{action_name, facts, object_name};
