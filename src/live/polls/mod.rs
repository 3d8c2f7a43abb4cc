//! Polls in a class: prepared before or made on the spot, answered by each person once, counted by the server's clock.
//!
//! Until the staff shows the results nobody else sees a count: what pages are told is the same for everybody and holds
//! none before. One poll of a room is open at a time; opening another closes it.

mod form;
mod handlers;
mod managing;
mod model;
mod views;
mod voting;

pub(super) use handlers::routes;
pub(super) use model::{Poll, asked_in, opened_in, these};
pub(super) use views::{Polls, counts, told};
