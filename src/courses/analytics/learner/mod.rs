//! How one learner is doing: progress, scores, attempts and when they were last here; for the staff of the course.

mod export;
mod handlers;
mod queries;
mod views;

pub use handlers::routes;
