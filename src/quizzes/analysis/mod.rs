//! Item analysis: how the questions of a quiz have worked, for its staff.
//!
//! Figures are over the handed-in attempts of learners; staff who tried the quiz out are left out. Shares and
//! correlations are statistics and no marks, hence floating point.

mod bars;
mod handlers;
mod queries;
mod views;

pub use handlers::routes;
