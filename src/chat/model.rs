//! The rows and enums of chat.

use chrono::{DateTime, Utc};
use uuid::Uuid;

pub use super::room::Room;
use crate::realtime::{Entry, Stamp};
use crate::storage::{MediaId, MediaKind};
use crate::web::UserId;

pub type RoomId = i64;
pub type MessageId = i64;

crate::pg_enum! {
    /// Whose conversation a room is.
    pub enum RoomKind : crate::schema::sql_types::ChatRoomKind {
        Course = "course",
        Group = "group",
        Direct = "direct",
    }
}

crate::pg_enum! {
    /// What a member may do in a room. The staff of a course moderate its room.
    pub enum MemberRole : crate::schema::sql_types::ChatMemberRole {
        Member = "member",
        Moderator = "moderator",
    }
}

crate::pg_enum! {
    pub enum MessageType : crate::schema::sql_types::MessageType {
        Text = "text",
        Image = "image",
        File = "file",
        Video = "video",
        System = "system",
    }
}

crate::pg_enum! {
    /// Why somebody is told of a message by itself.
    pub enum Reason : crate::schema::sql_types::MessageNotificationReason {
        Direct = "direct",
        Mention = "mention",
        Reply = "reply",
        Subscribed = "subscribed",
    }
}

/// A message as it is shown. A deleted one has neither text nor files.
#[derive(Clone, Debug)]
pub struct Message {
    pub stamp: Stamp,
    pub room: RoomId,
    pub author: String,
    /// A Markdown subset.
    pub content: String,
    pub created_at: DateTime<Utc>,
    pub files: Vec<File>,
    /// What it replies to.
    pub quote: Option<Quote>,
    pub reactions: Vec<Reaction>,
    /// Whom it calls by name.
    pub mentions: Vec<Called>,
    /// Whether it calls everybody in the room.
    pub mentions_all: bool,
    pub is_edited: bool,
    pub is_pinned: bool,
    /// Said by the program: its content is a [`SystemLine`](super::system::SystemLine).
    pub is_system: bool,
}

impl Message {
    /// One of which nothing is known but how it begins.
    pub(super) fn beginning(
        stamp: Stamp,
        room: RoomId,
        created_at: DateTime<Utc>,
        content: String,
    ) -> Message {
        Message {
            stamp,
            room,
            content,
            created_at,
            author: String::new(),
            files: Vec::new(),
            quote: None,
            reactions: Vec::new(),
            mentions: Vec::new(),
            mentions_all: false,
            is_edited: false,
            is_pinned: false,
            is_system: false,
        }
    }

    pub fn calls(&self, user: UserId) -> bool {
        self.mentions_all || self.mentions.iter().any(|called| called.id == user)
    }
}

/// Somebody whom a message calls.
#[derive(Clone, Debug)]
pub struct Called {
    pub id: UserId,
    /// As they are called now.
    pub name: String,
}

/// A message as a reply quotes it.
#[derive(Clone, Debug)]
pub struct Quote {
    pub id: MessageId,
    pub seq: i64,
    pub nonce: Uuid,
    pub author: String,
    /// How it begins, without markup; empty if it is files alone, or deleted.
    pub words: String,
    pub is_deleted: bool,
}

/// An emoji, and who has answered with it.
#[derive(Clone, Debug)]
pub struct Reaction {
    pub emoji: &'static str,
    pub people: Vec<(UserId, String)>,
}

impl Reaction {
    pub(super) fn of(emoji: &'static str) -> Reaction {
        Reaction {
            emoji,
            people: Vec::new(),
        }
    }

    pub fn has(&self, user: Option<UserId>) -> bool {
        self.people.iter().any(|(id, _)| Some(*id) == user)
    }
}

impl Entry for Message {
    fn stamp(&self) -> Stamp {
        self.stamp
    }
}

/// A file of a message.
#[derive(Clone, Debug)]
pub struct File {
    pub kind: MediaKind,
    pub name: String,
    pub url: String,
    /// The small picture of an image.
    pub thumbnail_url: Option<String>,
    pub byte_size: i64,
    pub width: Option<i32>,
    pub height: Option<i32>,
}

/// What somebody has written and is sending.
#[derive(Clone, Debug)]
pub struct Draft {
    pub content: String,
    /// Files that have been taken in and hang on nothing yet.
    pub files: Vec<MediaId>,
    /// The message of the same room that it answers.
    pub reply_to: Option<MessageId>,
    pub origin: Origin,
}

/// Where a draft comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Origin {
    /// A member has written it: the rules of the room hold.
    #[default]
    Written,
    /// A member has written it, and a moderator has let it through.
    Approved,
    /// The program says it.
    Program,
}

/// A change to a message that is there.
#[derive(Clone, Debug)]
pub enum Change {
    Delete {
        message: MessageId,
        by: UserId,
        /// Whether this person administrates the platform.
        is_admin: bool,
        /// Why, for the audit log; may be empty.
        reason: String,
    },
    /// Brings back what was deleted.
    Restore {
        message: MessageId,
        by: UserId,
        /// Whether this person administrates the platform.
        is_admin: bool,
    },
    /// Adds a reaction, or takes it back.
    React {
        message: MessageId,
        by: UserId,
        /// One of those that are offered.
        emoji: &'static str,
    },
    /// Replaces what the author has said.
    Edit {
        message: MessageId,
        by: UserId,
        content: String,
    },
    /// Puts a message among the pinned ones of its room, or takes it out.
    Pin {
        message: MessageId,
        by: UserId,
        is_pinned: bool,
    },
}
