//! What the staff of a course see of what was handed in: who has, when, and each version. A draft is never shown here.

mod handlers;
mod list;
mod views;

pub use handlers::routes;
