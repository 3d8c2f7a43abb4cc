//! A class broadcast out of the teacher's browser, with no program installed.
//!
//! The studio's page records screen, camera and microphone and sends the bytes over a websocket; ffmpeg, one per socket,
//! makes of them what an encoder would send, and knocks at the same door as an encoder does, with a [ticket](tickets)
//! instead of a stream key. So recording, health, reconnects and the rule of the one publisher are those of any stream.
//!
//! The page says nothing over the socket but the recorder's bytes, and closes it when it is done. The server says
//! `{"type":"ready"}` when it takes them, and at the end why it does not any more: [`farewell::Farewell`].

mod farewell;
mod feeding;
mod handlers;
mod socket;
mod tickets;
mod watching;

pub(super) use handlers::routes;
pub(super) use tickets::{Broadcasts, Ticket, is_ticket};
