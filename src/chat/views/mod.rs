//! Pages and fragments of chat.

mod editing;
mod held;
mod history;
mod message;
mod pages;
mod people;
mod pins;
mod rooms;

pub(super) use editing::{EditMessage, Revisions};
pub(super) use held::HeldMessage;
pub(super) use history::History;
pub(super) use message::render_for_all;
pub(super) use pages::{Index, Open, Show};
pub(super) use people::{Mentions, People};
pub(super) use pins::Pins;
pub(super) use rooms::{Badge, Rooms};
