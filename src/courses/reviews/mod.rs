//! What learners think of a course: one review each, with stars and words, that the teacher may answer once.
//!
//! Invariants: only who is enrolled, is not of the staff and has done a fifth of what counts writes one; the mean and the
//! number of reviews in `courses` are kept by triggers in the transaction that changes a review, so they are right
//! however many write at once. A hidden review counts nowhere; its author, the staff of the course and moderators see it
//! with the reason.

mod form;
mod handlers;
mod hiding;
mod list;
mod order;
mod parts;
mod permission;
mod queue;
mod rating;
mod replying;
mod reporting;
mod views;
mod voting;
mod writing;

use actix_web::web::ServiceConfig;

pub use hiding::{dismiss, hide, restore};
pub use rating::Rating;

pub type ReviewId = i64;

pub fn routes(cfg: &mut ServiceConfig) {
    cfg.configure(handlers::routes);
}
