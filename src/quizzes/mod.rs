//! Quizzes: the question bank of a course, what its questions ask and how answers to them are graded; quizzes, attempts at
//! them, and what comes of these.
//!
//! A question's key, weights and feedback live in [`questions::Content`] and in `question_versions` alone; what a learner
//! gets is a [`questions::Sheet`], which has no place for them. A version is never changed, only followed by the next.
//! Grading is pure ([`grading::grade`]) and knows no clock, no database and no person.

mod analysis;
mod asking;
mod bank;
mod copying;
mod exchange;
mod gift;
mod grade;
pub mod grading;
pub mod jobs;
mod marking;
mod marks;
mod mistakes;
mod outside;
mod pool;
pub mod questions;
mod quiz;
mod review;
mod settings;
mod taking;

use actix_web::web::ServiceConfig;

pub use asking::{Asked, Given, Inputs};
pub use copying::copy;
pub use outside::{BankChoice, marks_of, marks_shown, self_marking};
pub use quiz::Release;
pub use review::Released;
pub use taking::may_read_media;

pub fn routes(cfg: &mut ServiceConfig) {
    cfg.configure(settings::routes)
        .configure(taking::routes)
        .configure(marking::routes)
        .configure(analysis::routes)
        .configure(mistakes::routes)
        .configure(bank::routes)
        .configure(exchange::routes);
}
