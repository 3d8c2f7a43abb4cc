//! An event as its cause tells it, and the ways in which people are told.

use super::event::Event;
use crate::i18n::Text;

/// A course, which a later subject knows more of.
pub(super) type CourseId = i64;

crate::pg_enum! {
    /// How somebody is told.
    pub enum Channel : crate::schema::sql_types::NotificationChannel {
        /// On the list of notifications, and counted in the header.
        Page = "page",
        /// By mail, to an address that is confirmed.
        Mail = "mail",
    }
}

impl Channel {
    pub const ALL: [Channel; 2] = [Channel::Page, Channel::Mail];
}

/// An event to tell people of.
pub struct Notice {
    pub kind: Event,
    /// What is said, in each receiver's language. Holds nothing that a receiver might lose the right to read, and nobody's
    /// name: whoever deletes their account is not named any more, and what was told is kept as it was said.
    pub message: Text,
    /// The place it leads to, a path of this site.
    pub link: String,
}
