//! Files: taken in from people, kept in an object store, handed out again.
//!
//! What a file is, is found by looking at its content and never believed from its name or from what a browser says.
//! Images are drawn anew from their pixels, so nothing hides in them; whatever else a browser could run is handed out as
//! a download only. Every object has a row in `media` and the other way round (the archive of chat keeps its own objects and rows). Who may read a file is not decided here:
//! `media` does that, by asking the subject whose thing the file hangs on.

mod admission;
mod commit;
mod failure;
mod fetching;
mod holding;
mod intake;
mod media;
mod name;
mod picture;
mod quota;
mod range;
mod s3;
mod serve;
mod store;
mod sweep;
mod table;
mod upload;

pub use admission::{Admitted, UploadBody, admit};
pub use commit::{Stored, commit, discard};
pub use holding::hold_objects;
pub use intake::{Accept, take};
pub use media::{Media, MediaContainer, MediaId, MediaKind};
pub use name::disposition;
pub use quota::Usage;
pub use serve::{Audience, Rendition, serve};
pub use store::Storage;
pub use sweep::{DeleteObjects, SweepOrphans};
pub use table::receive_table;
pub use upload::{Received, Upload, UploadLimits, receive};
