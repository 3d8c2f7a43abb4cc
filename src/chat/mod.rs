//! Chat: the rooms of courses, and conversations of two.
//!
//! A room's messages are an ordered log ([`realtime`](crate::realtime)), so they reach every open page in order and
//! nothing is lost. Rooms are reached through the person asking: who is not in one finds nothing there, and whoever is
//! taken out of it loses history, files and sockets at once. Who is in a course's room follows from the course, by
//! triggers on `enrollments` and `course_staff`; this subject adds nobody to one.

mod attachments;
mod deletion;
mod editing;
mod handlers;
mod history;
mod log;
mod mentions;
mod model;
mod moderation;
mod notices;
mod pins;
mod posting;
mod quotes;
mod reactions;
mod rooms;
mod search;
mod target;
mod unread;
mod views;

pub use attachments::may_read_media;
pub use handlers::routes;
pub use log::ChatLog;
pub use model::{Change, Draft, Message, MessageId, RoomId, RoomKind};
pub use search::IndexMessages;
