//! Pages and fragments of chat.

mod editing;
mod history;
mod message;
mod pages;
mod pins;
mod rooms;

pub(super) use editing::{EditMessage, Revisions};
pub(super) use history::History;
pub(super) use message::render_for_all;
pub(super) use pages::{Index, Mentions, Open, People, Show};
pub(super) use pins::Pins;
pub(super) use rooms::{Badge, Rooms};
