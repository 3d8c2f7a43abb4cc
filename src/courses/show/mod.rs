//! The page of a course.

mod handlers;
mod related;
mod views;

pub use handlers::routes;
