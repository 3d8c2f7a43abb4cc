//! 错题本: the questions that a learner has got wrong, practised until they stick.
//!
//! A question comes in when a graded answer of theirs earned less than all its points, and comes up again after an
//! interval that grows with each right answer in a row. Practice counts for nothing but itself. The answer to what was
//! practised is shown, so a question is held back while a quiz that asked it has not released its keys.

mod handlers;
mod intervals;
mod practice;
mod rows;
mod views;

pub use handlers::routes;
pub(super) use rows::note;
