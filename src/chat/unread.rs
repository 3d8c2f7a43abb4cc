//! What somebody has read, what is unread, and the list of their rooms that shows it.

use std::borrow::Cow;
use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::dsl::{case_when, sql};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Array, BigInt};

use super::levels::Level;
use super::model::{Draft, MessageType, Room, RoomId, RoomKind};
use super::{rooms, system};
use crate::error::Result;
use crate::i18n::{self, Loader};
use crate::realtime::Numbered;
use crate::schema::{
    archived_messages, archived_notices, chat_room_members, chat_rooms, message_notifications,
    messages, users,
};
use crate::web::{UserId, Viewer};

/// The most rooms that the list shows.
const MOST_ROOMS: i64 = 200;

/// What calls the member or answers them, and is unread: in the table and in the archive.
const UNREAD_MENTIONS: &str = "((SELECT count(*) FROM message_notifications told
    JOIN messages said ON said.id = told.message_id
    WHERE told.user_id = chat_room_members.user_id AND NOT told.is_read
      AND told.reason IN ('mention', 'reply') AND said.chat_room_id = chat_rooms.id)
    + (SELECT count(*) FROM archived_notices told JOIN archived_messages said ON said.id = told.archived_message_id
    WHERE told.user_id = chat_room_members.user_id
      AND told.reason IN ('mention', 'reply') AND said.chat_room_id = chat_rooms.id))";

/// A room in the viewer's list.
#[derive(Queryable)]
pub(super) struct Listed {
    pub(super) id: RoomId,
    kind: RoomKind,
    level: Option<Level>,
    name: String,
    last_seq: i64,
    last_read_seq: i64,
    /// The other one of a direct conversation.
    pub(super) other_id: Option<UserId>,
    other_name: Option<String>,
    /// Markdown of the last message; empty if it was deleted or is a file.
    pub(super) last_content: Option<String>,
    last_type: Option<MessageType>,
    last_was_deleted: Option<bool>,
    pub(super) last_at: Option<DateTime<Utc>>,
    pub(super) last_author: Option<String>,
    /// How many unread messages call the viewer or answer them.
    pub(super) mentions: i64,
}

impl Listed {
    /// That of the other person where it is a conversation of two.
    pub(super) fn name_in(&self, l: Loader) -> Cow<'_, str> {
        match &self.other_name {
            Some(other) => i18n::name_of(other, l),
            None => Cow::Borrowed(&self.name),
        }
    }

    pub(super) fn unread(&self) -> i64 {
        self.last_seq - self.last_read_seq
    }

    /// Whether nothing of it is counted in the header.
    pub(super) fn is_quiet(&self) -> bool {
        self.level.unwrap_or(Level::of_kind(self.kind)) == Level::Nothing
    }

    pub(super) fn ends_with_line(&self) -> bool {
        self.last_type == Some(MessageType::System)
    }

    /// Whether the last message is files rather than words.
    pub(super) fn ends_with_files(&self) -> bool {
        let is_plain = matches!(
            self.last_type,
            None | Some(MessageType::Text | MessageType::System)
        );
        !is_plain && self.last_was_deleted == Some(false)
    }
}

diesel::alias! {
    const OTHERS: Alias<Others> = users as others;
    const AUTHORS: Alias<Authors> = users as authors;
}

/// The viewer's rooms, the one spoken in last first. A direct conversation in which nothing has been said yet is
/// listed only if it is the one that is open.
pub(super) fn list(
    conn: &mut PgConnection,
    viewer: &Viewer,
    open: Option<RoomId>,
) -> Result<Vec<Listed>> {
    let other = OTHERS.field(users::id);
    let is_other = other
        .nullable()
        .eq(chat_rooms::direct_low_id)
        .or(other.nullable().eq(chat_rooms::direct_high_id));
    let is_last = messages::chat_room_id
        .eq(chat_rooms::id)
        .and(messages::seq.eq(chat_rooms::last_seq));
    let author = AUTHORS.field(users::id).nullable().eq(messages::user_id);
    let has_begun = chat_rooms::kind
        .ne(RoomKind::Direct)
        .or(chat_rooms::last_seq.gt(0))
        .or(chat_rooms::id.eq(open.unwrap_or(0)));
    let content = case_when(messages::deleted_at.is_null(), messages::content).otherwise("");
    let mut list: Vec<Listed> = rooms::memberships()
        .left_join(OTHERS.on(is_other.and(other.ne(viewer.id))))
        .left_join(messages::table.on(is_last))
        .left_join(AUTHORS.on(author))
        .filter(chat_room_members::user_id.eq(viewer.id))
        .filter(has_begun)
        .order((
            sql::<diesel::sql_types::Timestamptz>(
                "coalesce(messages.created_at, chat_room_members.joined_at) DESC",
            ),
            chat_rooms::id.desc(),
        ))
        .limit(MOST_ROOMS)
        .select((
            chat_rooms::id,
            chat_rooms::kind,
            chat_room_members::notification_level,
            chat_rooms::name,
            chat_rooms::last_seq,
            chat_room_members::last_read_seq,
            other.nullable(),
            OTHERS.field(users::display_name).nullable(),
            content.nullable(),
            messages::message_type.nullable(),
            messages::deleted_at.is_not_null().nullable(),
            messages::created_at.nullable(),
            AUTHORS.field(users::display_name).nullable(),
            sql::<BigInt>(UNREAD_MENTIONS),
        ))
        .load(conn)?;
    let lines = list.iter_mut().filter(|room| room.ends_with_line());
    system::without_the_gone(conn, lines.filter_map(|room| room.last_content.as_mut()))?;
    Ok(list)
}

/// Notes that the viewer has read the room up to this message; it never goes back.
pub(super) fn mark_read(
    conn: &mut PgConnection,
    viewer: &Viewer,
    room: &Room,
    seq: i64,
) -> Result<()> {
    let seq = seq.clamp(0, room.last_seq);
    conn.transaction(|conn| {
        let own = chat_room_members::table
            .filter(chat_room_members::chat_room_id.eq(room.id))
            .filter(chat_room_members::user_id.eq(viewer.id))
            .filter(chat_room_members::last_read_seq.lt(seq));
        diesel::update(own)
            .set(chat_room_members::last_read_seq.eq(seq))
            .execute(conn)?;
        let read = messages::table
            .filter(messages::chat_room_id.eq(room.id))
            .filter(messages::seq.le(seq))
            .select(messages::id);
        diesel::update(message_notifications::table)
            .filter(message_notifications::user_id.eq(viewer.id))
            .filter(message_notifications::is_read.eq(false))
            .filter(message_notifications::message_id.eq_any(read))
            .set(message_notifications::is_read.eq(true))
            .execute(conn)?;
        let archived = archived_messages::table
            .filter(archived_messages::chat_room_id.eq(room.id))
            .filter(archived_messages::seq.le(seq))
            .select(archived_messages::id);
        diesel::delete(archived_notices::table)
            .filter(archived_notices::user_id.eq(viewer.id))
            .filter(archived_notices::archived_message_id.eq_any(archived))
            .execute(conn)?;
        Ok(())
    })
}

/// Whoever writes in a room has read it. In the transaction that writes the messages.
pub(super) fn read_own(
    conn: &mut PgConnection,
    room: RoomId,
    posts: &[Numbered<'_, Draft>],
) -> Result<()> {
    let own: HashMap<UserId, i64> = posts
        .iter()
        .filter_map(|new| Some((new.post.sender?, new.seq)))
        .collect();
    let (people, seqs): (Vec<UserId>, Vec<i64>) = own.into_iter().unzip();
    sql_query(
        "UPDATE chat_room_members m SET last_read_seq = greatest(m.last_read_seq, own.seq)
         FROM unnest($2, $3) AS own (user_id, seq)
         WHERE m.chat_room_id = $1 AND m.user_id = own.user_id",
    )
    .bind::<BigInt, _>(room)
    .bind::<Array<BigInt>, _>(people)
    .bind::<Array<BigInt>, _>(seqs)
    .execute(conn)?;
    let by_program = posts.iter().filter(|new| new.post.sender.is_none());
    for line in by_program {
        read_line(conn, room, line.seq)?;
    }
    Ok(())
}

/// What the program says is nothing to be read: who has read all before it has read it too.
fn read_line(conn: &mut PgConnection, room: RoomId, seq: i64) -> Result<()> {
    let readers = chat_room_members::table
        .filter(chat_room_members::chat_room_id.eq(room))
        .filter(chat_room_members::last_read_seq.eq(seq - 1));
    diesel::update(readers)
        .set(chat_room_members::last_read_seq.eq(seq))
        .execute(conn)?;
    Ok(())
}
