//! The first page, and the pages of people. The first: for a guest what this place is, for a learner where to go on.
//!
//! It joins what the subjects offer for it and owns nothing.

mod handlers;
mod person;
mod views;

pub use handlers::routes;
