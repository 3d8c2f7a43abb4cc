//! What the program holds of a person, for that person: an archive of it to take away, and the end of the account.
//!
//! Deleting empties the account at once and for good, with the password (and the code) at hand: the row stays without
//! anything of the person in it, so that what they wrote keeps its place as of a deleted person. Each subject forgets its
//! own tables; this joins them in one transaction.

mod archive;
mod contents;
mod deletion;
mod export;
mod handlers;
mod views;

pub use export::{MakeExport, SweepExports};
pub use handlers::routes;
