//! Live classes: rooms, the stream from the teacher's encoder to the learners' players, its recording, and the talk.
//!
//! Invariants: a room is reached only through [`rooms`]; a stream key is never stored, logged or shown a second time;
//! a class ends when its teacher ends it or after a set time without a picture, never because the stream dropped.
//! It may use courses, and nothing of chat: both stand on `realtime`.

pub mod model;
pub mod rooms;

pub use model::{Access, Room, RoomId, Status};
pub use rooms::Standing;

pub fn routes(_: &mut actix_web::web::ServiceConfig) {}
