//! The one stream of a class: the chat beside the picture and the danmaku over it are the same messages.
//!
//! Delivery is [`realtime`](crate::realtime)'s; here are the table, who may write, what a message looks like. A message
//! keeps the moment of the picture that its sender saw, so overlay and replay place it there. A deleted one is a
//! tombstone: it leaves chat, overlay and replay, and its text is given to nobody.

mod draft;
mod handlers;
mod history;
mod log;
mod model;
mod storing;
mod views;

pub(super) use handlers::routes;
pub use log::LiveLog;
pub(super) use log::{Change, Deletion};
pub(super) use model::{Message, MessageId};
pub(super) use storing::moment;
pub(super) use views::{Earlier, Piece, Reader};
