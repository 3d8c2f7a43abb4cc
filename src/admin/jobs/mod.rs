//! What the program does by itself: the queue, the schedule, and the jobs that failed for good.

mod handlers;
mod queries;
mod views;

pub use handlers::routes;
