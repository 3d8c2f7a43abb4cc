//! Setting a quiz up: its rules, what it asks, and who has more time.
//!
//! Only writers of the course come here; every write holds the row of the quiz, so changes follow one another. What is
//! changed here counts for attempts that begin later; an attempt that is open keeps its questions, and its deadline
//! follows the new rules.

mod accommodations;
mod deadlines;
mod fields;
mod form;
mod handlers;
mod saving;
mod slots;
mod views;

pub(super) use accommodations::of_learner as accommodation_of;
pub use handlers::routes;
pub(super) use slots::{Slot, SlotForm, add as add_slot, of_quiz as slots_of};
