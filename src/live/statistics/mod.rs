//! How a class was watched: samples while it is live, one final row, who attended, and the teacher's page.
//!
//! A final row is written once for each class that took place, however the class or the program ended.

mod attendance;
mod earlier;
mod handlers;
mod plot;
mod queries;
mod sampling;
mod views;

pub(super) use handlers::routes;
pub(super) use plot::over_time;
pub(super) use queries::{Figures, Point, figures};
pub(super) use sampling::sample;
