//! Quizzes: the question bank of a course, what its questions ask and how answers to them are graded.
//!
//! A question's key, weights and feedback live in [`questions::Content`] and in `question_versions` alone; what a learner
//! gets is a [`questions::Sheet`], which has no place for them. A version is never changed, only followed by the next.
//! Grading is pure ([`grading::grade`]) and knows no clock, no database and no person.

pub mod grading;
pub mod questions;
