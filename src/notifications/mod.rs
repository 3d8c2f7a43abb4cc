//! What a person is told inside the platform: one entry, [`notify`], and the page that lists what came of it.
//!
//! A notification is written in the transaction of its cause. It holds nothing that its receiver might lose the right
//! to read. Only this subject writes `notifications`, and which courses somebody has muted: what happens in those is not
//! told ([`notify_in`]), but what is about the person themself is ([`notify`]). Unread chat messages are counted by chat.

mod handlers;
mod muting;
mod queries;
mod views;

pub use handlers::routes;
pub use muting::{mute, unmute};
pub use queries::{Notice, notify, notify_in};
