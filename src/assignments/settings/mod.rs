//! Setting an assignment up: what is asked, until when, what being late costs, and who has more time.
//!
//! Only writers of the course come here; every write holds the row of the assignment, so changes follow one another.

mod extensions;
mod form;
mod handlers;
mod saving;
mod views;

pub use handlers::routes;
pub(super) use saving::held;
