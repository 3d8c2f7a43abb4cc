//! Copying a course whole: each subject copies its own part, and this joins them in one transaction.
//!
//! It owns nothing. Courses know neither quizzes nor assignments nor the grade book, so the joint has to lie above them all.
//! Only rows are copied (files are shared), which takes well under a second for the largest course there may be; so it is
//! done while its maker waits, and either all of it is there or nothing.

mod handlers;
mod views;

pub use handlers::routes;
