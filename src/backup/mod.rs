//! The whole site in one file, and back: `lectern backup FILE`, `lectern restore FILE`.
//!
//! The file is a plain tar: `database.dump` (by `pg_dump`, of one snapshot), `storage/…` (every object that a row of that
//! snapshot names, archives of people's own data aside), `secret.key`, and last `manifest.json` with the SHA-256 of each. People may write meanwhile: what was
//! acknowledged before the backup began is in it, and objects that are discarded meanwhile stay until it is done. It is
//! read back and compared before it gets its name.
//!
//! A restore goes into an empty database and an empty store only, and migrates afterwards. Nobody is signed in then, and
//! jobs that reach people or other servers (mails, refunds) wait for an administrator, as the old site may have done them.

mod command_line;
mod dump;
mod manifest;
mod restoring;
mod tar;
mod writing;

pub use command_line::{obey_backup, obey_restore};
pub use restoring::{Restored, restore};
pub use writing::{Written, write};
