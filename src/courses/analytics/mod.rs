//! What the staff of a course see of its learners: who is where, who has stopped, where people leave a video, how
//! completion goes over time, and how each of them is doing. Everything is aggregated by the database, in as many queries for any number of learners.

mod export;
mod handlers;
mod learner;
mod plot;
mod queries;
mod tables;
mod videos;
mod views;

pub use handlers::routes;
pub use plot::Plot;
