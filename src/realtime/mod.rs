//! Delivery in order, to many, with nothing lost: one piece for chat rooms and live classes, which knows neither.
//!
//! A subject brings an ordered log per room by implementing [`Log`] for a unit struct (its table, who may be there, its
//! HTML), and gets from here:
//!
//! - [`post`] and [`change`]: grouped writes with gapless numbers, nonces, and delivery after the commit;
//! - [`open`]: the websocket of a room, for a handler that has found the room through the person asking;
//! - [`changes_after`]: what has changed since a cursor, for the same page over HTTP;
//! - [`Hub`] (`app.hub`): who is there, on all nodes ([`crowd`](Hub::crowd)), how many sockets are open on this one
//!   ([`count`](Hub::count)), and [`announce`](Hub::announce) for what is told once and not stored;
//! - [`recheck`]: to be called after a commit that may have ended somebody's right to be somewhere.
//!
//! # Invariants
//! - Nothing is shown to anybody before it is committed.
//! - A room has two gapless counters: `seq` numbers messages, `rev` numbers changes (creations, edits, deletions). They
//!   are taken under the lock of the room's row in the transaction that writes, so commit order is revision order, and
//!   who asks for `rev > cursor` misses nothing.
//! - A room's HTML is rendered and encoded once per language and shared by all connections; nothing in it depends on who
//!   reads. What only some may do is switched by the page's style sheet and checked by the server.
//! - Several nodes share the log, not memory: what one commits, the others read from Postgres, told by the [`Bus`] at
//!   once or found by their own look within two seconds.
//! - The hub waits for nobody: each connection has a bounded [outbox](outbox).
//! - A socket ends with the right, the session or the room that it was opened for (see [`watch`]).
//!
//! # What goes over the socket
//! All text frames are JSON objects with a `type`. The page says only one thing, on connecting and whenever it is in
//! doubt; until it has said so it is sent nothing:
//!
//! - `{"type":"resume","after":17}`: I have everything up to revision 17 (0: nothing). Always answered by `changes` or
//!   `reset`, so it serves as a sign of life too.
//!
//! The server says:
//!
//! - `{"type":"changes","room":7,"from":18,"to":20,"items":[{"id":5,"seq":3,"rev":18,"user":2,"nonce":"…",
//!   "deleted":false,"html":"<article …>"},…]}`: all changes of these revisions, by revision. A message that has
//!   changed again since appears at its latest revision alone, so items may be fewer than revisions, or none.
//! - `{"type":"reset","room":7,"to":900}`: too much was missed (more than 500 messages), or the cursor is not of this
//!   log. Load the newest messages anew; the cursor is then 900.
//! - `{"type":"resync","room":7}`: this connection was too slow and was skipped. Say `resume` again.
//! - `{"type":"event","room":7,"name":"viewers","data":…}`: told once, not part of the log.
//!
//! How a page applies a frame, with `last` as its cursor: `to <= last` is dropped; `from <= last + 1` is applied, item by
//! item where `rev > last`, and `last` becomes `to`; anything else is a gap: say `resume` with `last`. An item replaces the
//! message with its `id`, or the page's own pending one (`m-<nonce>`, if `user` is the viewer), or is put at its place by
//! `seq`. A deleted item takes the message away, and its id is remembered so that a late arrival stays hidden.
//!
//! # Close codes
//! [`Close`] lists them. A page reconnects with growing, jittered delays on everything but 4401 (sign in first), 4403 (no
//! longer allowed) and 1008.

mod announce;
mod bus;
mod delivery;
pub mod frame;
mod group;
mod hub;
mod kind;
mod log;
mod outbox;
mod pace;
mod presence;
mod protocol;
mod resume;
mod room;
mod socket;
mod watch;
mod writer;

pub use announce::tell_site_changed;
pub use bus::{Bus, check as check_bus, keep_bus};
pub use hub::Hub;
pub use log::{Counters, Entry, Log, Numbered, Post, Posted, Stamp};
pub use presence::Crowd;
pub use protocol::Close;
pub use resume::changes_after;
pub use room::Seat;
pub use socket::{open, refuse_foreign};
pub use watch::{keep_watch, recheck};
pub use writer::{change, post};

use uuid::Uuid;

use crate::web::UserId;

/// What one listens to: a room of a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Topic {
    /// [`Log::NAME`].
    pub log: &'static str,
    pub room: i64,
}

impl Topic {
    /// The one place where a topic is named, so that publisher and listener can't disagree.
    pub fn of<L: Log>(room: i64) -> Topic {
        Topic { log: L::NAME, room }
    }
}

/// Somebody who listens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Person {
    User(UserId),
    /// Not signed in, in a room that is open to everyone; known by a random id.
    Guest(Uuid),
}

impl Person {
    pub fn user(self) -> Option<UserId> {
        match self {
            Person::User(user) => Some(user),
            Person::Guest(_) => None,
        }
    }
}
