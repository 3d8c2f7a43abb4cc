//! The page of a course.

mod handlers;
mod views;

pub use handlers::routes;
