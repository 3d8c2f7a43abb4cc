//! From what the RTMP server records to the replay.
//!
//! Each connection of a publisher is one FLV file, which survives any kill. After the end of the class a durable job
//! joins them into one film; until that is stored and linked, nothing of it is shown and no source is removed. The rows
//! of the parts are the table between wall clock and time in the replay, which may be cut to a stretch of it afterwards.

mod cutting;
mod film;
mod parts;
mod remux;
mod timeline;
mod work;

pub use cutting::{CutReplay, Wanted};
pub(super) use cutting::{ask as ask_cut, wanted as wanted_cut, whole};
pub(super) use parts::{RecordedFile, close_part, date_part, files_in, open_part};
pub use remux::RemuxRecording;
pub(super) use timeline::ready_of;
pub use timeline::{Replay, Span, Stretch, Timeline, replay_of, timeline_of};
pub(super) use work::WorkFolder;
