//! What somebody learns: their courses, how far they are, and where to go on.

mod handlers;
mod queries;
mod views;

pub use handlers::routes;
pub use queries::{LearntCourse, continue_learning};
