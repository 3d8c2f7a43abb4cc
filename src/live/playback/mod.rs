//! What players get: playlists written here, segments out of memory, for whoever may watch and nobody else.
//!
//! Invariant: every playlist and every segment is answered for a person who may watch the room, and in the steady state
//! without asking the database; where segments lie elsewhere, the playlist has signed addresses that end soon. What a teacher tries before the start is shown to the staff alone.

pub(super) mod audience;
pub(super) mod feed;
mod handlers;
pub(super) mod ladder;
pub(super) mod manifest;
mod master;
mod serving;
pub(super) mod signature;
mod slices;
mod sound;

pub use handlers::routes;
