//! Messages as they are stored, with what their readers see of the sender.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use uuid::Uuid;

use crate::courses::StaffRole;
use crate::danmaku::{Colour, Mode};
use crate::live::RoomId;
use crate::realtime::{Entry, Stamp};
use crate::schema::live_chat_messages;
use crate::web::UserId;

pub type MessageId = i64;

/// A message; a deleted one has no text.
#[derive(Clone, Debug)]
pub struct Message {
    pub stamp: Stamp,
    pub room: RoomId,
    /// Empty for a message of the program itself.
    pub name: String,
    pub rank: Rank,
    pub content: String,
    pub colour: Colour,
    pub mode: Mode,
    /// The wall clock, in Unix milliseconds, of the picture that the sender saw.
    pub media_time_ms: Option<i64>,
    pub created_at: DateTime<Utc>,
}

/// Whether it was written by who runs the class, or keeps order in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rank {
    Learner,
    Assistant,
    Teacher,
}

impl Rank {
    pub fn name(self) -> &'static str {
        match self {
            Rank::Learner => "learner",
            Rank::Assistant => "assistant",
            Rank::Teacher => "teacher",
        }
    }
}

impl Message {
    /// The tombstone that takes its place.
    pub(super) fn into_deleted(mut self, rev: i64) -> Message {
        self.content.clear();
        self.stamp.rev = rev;
        self.stamp.deleted = true;
        self
    }
}

impl Entry for Message {
    fn stamp(&self) -> Stamp {
        self.stamp
    }
}

#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = live_chat_messages, check_for_backend(diesel::pg::Pg))]
pub(super) struct Row {
    id: MessageId,
    live_room_id: RoomId,
    user_id: Option<UserId>,
    content: String,
    seq: i64,
    rev: i64,
    nonce: Uuid,
    media_time_ms: Option<i64>,
    colour: String,
    mode: Mode,
    created_at: DateTime<Utc>,
    deleted_at: Option<DateTime<Utc>>,
}

/// A row with its sender's name, the room's teacher, and the sender's rank in the course.
pub(super) type Loaded = (Row, Option<String>, UserId, Option<StaffRole>);

/// Every message of a room as [`Loaded`]; the caller filters and orders.
macro_rules! messages_of {
    ($room:expr) => {{
        use crate::schema::{course_staff, live_chat_messages, live_rooms, users};
        live_chat_messages::table
            .inner_join(live_rooms::table)
            .left_join(users::table.on(users::id.nullable().eq(live_chat_messages::user_id)))
            .left_join(
                course_staff::table.on(course_staff::course_id
                    .nullable()
                    .eq(live_rooms::course_id)
                    .and(
                        course_staff::user_id
                            .nullable()
                            .eq(live_chat_messages::user_id),
                    )),
            )
            .filter(live_chat_messages::live_room_id.eq($room))
            .select((
                $crate::live::messages::model::Row::as_select(),
                users::display_name.nullable(),
                live_rooms::teacher_id,
                course_staff::role.nullable(),
            ))
    }};
}
pub(super) use messages_of;

impl From<Loaded> for Message {
    fn from((row, name, teacher, role): Loaded) -> Message {
        let is_deleted = row.deleted_at.is_some();
        Message {
            stamp: Stamp {
                id: row.id,
                seq: row.seq,
                rev: row.rev,
                user: row.user_id,
                nonce: row.nonce,
                deleted: is_deleted,
            },
            room: row.live_room_id,
            name: name.unwrap_or_default(),
            rank: match role {
                _ if row.user_id == Some(teacher) => Rank::Teacher,
                Some(StaffRole::Owner | StaffRole::Teacher) => Rank::Teacher,
                Some(StaffRole::Assistant) => Rank::Assistant,
                None => Rank::Learner,
            },
            content: if is_deleted {
                String::new()
            } else {
                row.content
            },
            colour: Colour::from_hex(&row.colour),
            mode: row.mode,
            media_time_ms: row.media_time_ms,
            created_at: row.created_at,
        }
    }
}
