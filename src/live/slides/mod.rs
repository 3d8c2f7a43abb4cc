//! Courseware: pages that the teacher shows in a class, out of a PDF or of images.
//!
//! Everybody sees the page that the teacher shows, over the picture; each turn is kept with its moment, for the replay. What has
//! been shown may be looked at again by whoever watches; what has not is the teacher's alone.

mod decks;
mod handlers;
mod model;
mod preparing;
mod replay;
mod turning;
mod uploading;
mod views;

pub(super) use handlers::routes;
pub(super) use model::{current, may_read, room_of};
pub use preparing::PrepareDeck;
pub(super) use replay::ReplaySlides;
pub(super) use views::{Slides, told};
