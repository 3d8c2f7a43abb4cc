//! What learners ask in a class, for the teacher to answer aloud, and how many want the same answered.
//!
//! A question is no message of the talk: it stays until it is answered, and stands where its votes put it. Pages are told
//! of changes by the [board](super::board). What only some may do with a question is in the HTML for everybody; the
//! style sheet shows it to whom it concerns, and the server asks again.

mod asking;
mod changing;
mod handlers;
mod list;
mod model;
mod views;

pub(super) use handlers::routes;
pub(super) use list::version;
pub(super) use model::changed;
pub(super) use views::{Questions, ReplayQuestions};
