//! 错题本: the questions that a learner has got wrong, practised until they stick.
//!
//! A question comes in when a graded answer of theirs earned less than all its points, and comes up again after an
//! interval that grows with each right answer in a row. Practice counts for nothing but itself. The answer to what was
//! practised is shown, so a question is held back while a quiz that asks it has not released its keys.

mod rows;

pub(super) use rows::note;
