//! Quick quizzes: questions of the course's bank asked in a class, over the picture, for a time that the server measures.
//!
//! Beside the replay they are practice: see [`Practice`].
//!
//! They are marked by the rules of quizzes as the answers come, into one column of the grade book for each quick quiz, which
//! is posted when the results are shown. Until then nothing of the key, of the marks or of what others answered is on
//! anybody's page: also the staff's may be on a screen that everybody sees. One quick quiz of a room is open at a time.

mod answering;
mod form;
mod handlers;
mod managing;
mod model;
mod piece;
mod practice;
mod tally;
mod views;

pub(super) use handlers::routes;
pub(super) use model::{QuickId, answered, opened_in};
pub(super) use piece::now;
pub(super) use practice::{Exercise, Practice, anchor};
pub(super) use views::QuickQuizzes;
