//! What the staff of a course see of its learners: who is where, who has stopped, where people leave a video, how
//! completion goes over time. Everything is aggregated by the database, in as many queries for any number of learners.

mod export;
mod handlers;
mod plot;
mod queries;
mod views;

pub use handlers::routes;
