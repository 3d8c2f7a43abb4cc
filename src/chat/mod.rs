//! Chat: the rooms of courses, groups that teachers open, and conversations of two.
//!
//! A room's messages are an ordered log ([`realtime`](crate::realtime)), so they reach every open page in order and
//! nothing is lost. Rooms are reached through the person asking: who is not in one finds nothing there, and whoever is
//! taken out of it loses history, files and sockets at once. Who is in a course's room follows from the course, by
//! triggers on `enrollments` and `course_staff`; this subject adds nobody to one. Into [`groups`] people come by hand.

mod archive;
mod attachments;
mod badge;
mod deletion;
mod digest;
mod editing;
mod forgetting;
mod groups;
mod handlers;
mod history;
mod levels;
mod log;
mod mentions;
mod model;
mod moderation;
mod notices;
mod people;
mod pins;
mod posting;
mod presence;
mod quotes;
mod reactions;
mod room;
mod rooms;
mod scrolling;
mod search;
mod system;
mod target;
mod unread;
mod views;
mod wherever;

pub use archive::{
    ArchiveCommand, ArchiveMessages, Summary as ArchiveSummary, obey as obey_archive,
    restore as restore_archive, run as run_archive, sum_up as sum_up_archive,
    verify as verify_archive,
};
pub use attachments::may_read_media;
pub use digest::{GatherDigests, SendDigest};
pub use forgetting::forget;
pub use handlers::routes;
pub use log::ChatLog;
pub use model::{Change, Draft, Message, MessageId, RoomId, RoomKind};
pub use moderation::{delete_reported, dismiss_reported, read_reported, restore_reported};
pub use presence::tell_presence;
pub use search::IndexMessages;
