//! Short signs that people in a class give without a word: that they are lost, and what they feel.
//!
//! Being lost is kept, with the moment of the picture, for the teacher's curve and for the replay; who it was is told to
//! nobody. An emoji is gone when it has been shown: what a room sends within a moment is one frame of counts.

mod handlers;
mod lost;
mod views;

/// What may be sent. Pages show them in this order.
pub const EMOJI: [&str; 8] = ["👍", "👏", "❤️", "😂", "🎉", "😮", "🤔", "🙏"];

pub(super) use handlers::routes;
pub(super) use lost::{Mark as LostMark, marks as lost_in, recent};
pub(super) use views::{Lost, Signals};
