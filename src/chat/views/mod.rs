//! Pages and fragments of chat.

mod history;
mod message;
mod pages;
mod rooms;

pub(super) use history::History;
pub(super) use message::render_for_all;
pub(super) use pages::{Index, Open, People, Show};
pub(super) use rooms::{Badge, Rooms};
