//! Keeping order in a class: who is there, who may write nothing for a while, how fast the talk may be, and the message that
//! stands above it. All of it is the work of those who keep order: who runs the class, and the assistants of its course.

mod handlers;
mod muting;
mod people;
mod talk;
mod views;

pub(super) use handlers::routes;
pub(super) use muting::require_unmuted;
pub(super) use talk::verdicts;
pub(super) use views::{People, Pinned, told};
