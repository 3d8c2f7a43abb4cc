//! Old messages, moved out of the table into objects in storage.
//!
//! A run of messages of a room becomes one object: lines of JSON, compressed by zstd, named by a row of
//! `message_archives`. Each message in it has a small row in `archived_messages`: where it lies, what it is found by, how
//! a reply quotes it. **A line counts only while its row is there**, so the rows are the truth and the objects are paper.
//!
//! - Moving writes the object, reads it back, compares, and only then, in one transaction under the lock of the room, puts
//!   the rows and takes the messages away; if one of them has changed meanwhile, nothing is moved. Killed before that, it
//!   leaves an object that no row names, which the sweeper deletes a day later; killed after, it has moved.
//! - Whoever changes an archived message (edits, deletes, pins, reports it, reacts to it) has it taken back into the table
//!   first ([`recall`]), if they may, so there is one place where messages change. Its line in the object counts no more, and the object is
//!   written anew without it before the day is over.
//! - The newest messages of a room, pinned and reported ones stay in the table, so the page of a room never reads an
//!   object, however many there are.

mod command_line;
mod commands;
mod index;
mod jobs;
mod moving;
mod object;
mod reading;
mod recalling;
mod record;
mod reindexing;
mod renewing;
mod summary;

pub use command_line::{ArchiveCommand, obey};
pub use commands::{restore, run, verify};
pub(super) use index::Slim;
pub(super) use index::{excerpt_quotes, found, is_there, newest_before, sent_before};
pub use jobs::ArchiveMessages;
pub(super) use reading::fill;
pub(super) use recalling::{read_as_recalled, recall};
pub(super) use reindexing::index_anew;
pub use summary::{Summary, sum_up};

use crate::chat::model::{MessageId, RoomId};

/// How many of the newest messages of a room stay in the table, whatever their age: more than its page shows.
const KEPT_IN_ROOM: i64 = 100;

/// The most messages of an object: small enough to be read for one page of history.
const MOST_IN_OBJECT: i64 = 1_000;

type ArchiveId = i64;
