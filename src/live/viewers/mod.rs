//! Who watches a class: one row per stay, from joining to leaving.
//!
//! A person has one open stay in a room, however many tabs; stays exist only while the class is live. The truth is
//! the table, so that several nodes agree: each node keeps the stays of its own sockets fresh, and a stay that nobody
//! has kept fresh for a minute ended when it was last seen, which also settles what a killed node has left behind.

mod guest;
mod presence;
mod stays;

pub(super) use guest::{guest_of, with_guest};
pub use presence::count_viewers;
pub(super) use stays::{close_all, enter, now_in};
