//! Reading messages. The text of a deleted one is not even read from the database.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::dsl::{IntoBoxed, auto_type, case_when, sql};
use diesel::pg::{Pg, PgConnection};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Text};
use uuid::Uuid;

use super::model::{Called, File, Message, MessageId, MessageType, Quote, Reaction, RoomId};
use super::{quotes, reactions, system};
use crate::error::Result;
use crate::realtime::Stamp;
use crate::schema::{attachments, media, messages, users};
use crate::storage::Media;
use crate::web::UserId;

/// Whom a message calls by name.
const CALLED: &str =
    "ARRAY(SELECT user_id FROM message_mentions WHERE message_id = messages.id ORDER BY user_id)";
const CALLED_NAMES: &str = "ARRAY(SELECT called.display_name FROM message_mentions
    JOIN users called ON called.id = message_mentions.user_id WHERE message_id = messages.id ORDER BY user_id)";

#[auto_type(no_type_alias)]
fn with_authors() -> _ {
    messages::table.left_join(users::table.on(users::id.nullable().eq(messages::user_id)))
}

pub(super) type Query = IntoBoxed<'static, LeftJoined, Pg>;
type LeftJoined = diesel::dsl::LeftJoinOn<
    messages::table,
    users::table,
    diesel::dsl::Eq<diesel::dsl::Nullable<users::id>, messages::user_id>,
>;

/// All messages, to be narrowed to rooms that somebody is in.
pub(super) fn all() -> Query {
    with_authors().into_boxed()
}

/// All messages of a room, to be narrowed.
pub(super) fn of_room(room: RoomId) -> Query {
    all().filter(messages::chat_room_id.eq(room))
}

/// One message of a room as it is now, deleted or not; nothing if there is none.
pub(super) fn one(
    conn: &mut PgConnection,
    room: RoomId,
    message: MessageId,
) -> Result<Option<Message>> {
    let found = load(conn, of_room(room).filter(messages::id.eq(message)))?;
    Ok(found.into_iter().next())
}

/// The messages of the query with their files, quotations and reactions.
pub(super) fn load(conn: &mut PgConnection, query: Query) -> Result<Vec<Message>> {
    let mut messages = load_new(conn, query)?;
    let there = messages.iter().filter(|message| !message.stamp.deleted);
    let ids = there.map(|message| message.stamp.id).collect();
    let mut reactions: HashMap<MessageId, Vec<Reaction>> = reactions::load(conn, ids)?;
    for message in &mut messages {
        message.reactions = reactions.remove(&message.stamp.id).unwrap_or_default();
    }
    Ok(messages)
}

/// The same for messages that nobody can have reacted to yet.
pub(super) fn load_new(conn: &mut PgConnection, query: Query) -> Result<Vec<Message>> {
    let text = case_when(messages::deleted_at.is_null(), messages::content).otherwise("");
    let mut rows: Vec<Row> = query
        .select((
            messages::id,
            messages::chat_room_id,
            messages::user_id,
            users::display_name.nullable(),
            text,
            messages::message_type,
            messages::seq,
            messages::rev,
            messages::nonce,
            messages::created_at,
            messages::deleted_at.is_not_null(),
            messages::reply_to_id,
            sql::<Array<BigInt>>(CALLED),
            sql::<Array<Text>>(CALLED_NAMES),
            messages::mentions_all,
            messages::edited_at.is_not_null(),
            messages::pinned_at.is_not_null(),
        ))
        .load(conn)?;
    let lines = rows.iter_mut().filter(|row| row.is_line());
    system::without_the_gone(conn, lines.map(|row| &mut row.content))?;
    let mut files = files_of(conn, &rows)?;
    let quotes = quotes_of(conn, &rows)?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let files = files.remove(&row.id).unwrap_or_default();
            let quote = row.reply_to.and_then(|id| quotes.get(&id).cloned());
            row.into_message(files, quote)
        })
        .collect())
}

#[derive(Queryable)]
struct Row {
    id: MessageId,
    room: RoomId,
    user_id: Option<UserId>,
    author: Option<String>,
    content: String,
    message_type: MessageType,
    seq: i64,
    rev: i64,
    nonce: Uuid,
    created_at: DateTime<Utc>,
    deleted: bool,
    reply_to: Option<MessageId>,
    mentions: Vec<UserId>,
    names: Vec<String>,
    mentions_all: bool,
    is_edited: bool,
    is_pinned: bool,
}

impl Row {
    fn is_line(&self) -> bool {
        self.message_type == MessageType::System
    }

    fn has_files(&self) -> bool {
        let plain = [MessageType::Text, MessageType::System];
        !self.deleted && !plain.contains(&self.message_type)
    }

    fn into_message(self, files: Vec<File>, quote: Option<Quote>) -> Message {
        let is_system = self.is_line();
        let called = self.mentions.into_iter().zip(self.names);
        let called = called.map(|(id, name)| Called { id, name }).collect();
        Message {
            stamp: Stamp {
                id: self.id,
                seq: self.seq,
                rev: self.rev,
                user: self.user_id,
                nonce: self.nonce,
                deleted: self.deleted,
            },
            room: self.room,
            author: self.author.unwrap_or_default(),
            content: self.content,
            created_at: self.created_at,
            files,
            quote: quote.filter(|_| !self.deleted),
            reactions: Vec::new(),
            mentions: called,
            mentions_all: self.mentions_all,
            is_edited: self.is_edited,
            is_pinned: self.is_pinned,
            is_system,
        }
    }
}

fn quotes_of(conn: &mut PgConnection, rows: &[Row]) -> Result<HashMap<MessageId, Quote>> {
    let replies = rows.iter().filter(|row| !row.deleted);
    quotes::load(conn, replies.filter_map(|row| row.reply_to).collect())
}

/// Asks only if one of the messages has any.
fn files_of(conn: &mut PgConnection, rows: &[Row]) -> Result<HashMap<MessageId, Vec<File>>> {
    let ids: Vec<MessageId> = rows
        .iter()
        .filter(|row| row.has_files())
        .map(|row| row.id)
        .collect();
    let mut files: HashMap<MessageId, Vec<File>> = HashMap::new();
    if ids.is_empty() {
        return Ok(files);
    }
    let found: Vec<(MessageId, Media)> = attachments::table
        .inner_join(media::table)
        .filter(attachments::message_id.eq_any(ids))
        .order(attachments::id)
        .select((
            attachments::message_id.assume_not_null(),
            Media::as_select(),
        ))
        .load(conn)?;
    for (message, media) in found {
        files.entry(message).or_default().push(File::of(&media));
    }
    Ok(files)
}

impl File {
    pub(super) fn of(media: &Media) -> File {
        File {
            kind: media.kind,
            name: media.original_name.clone(),
            url: media.url(),
            thumbnail_url: media.thumbnail_url(),
            byte_size: media.byte_size,
            width: media.width,
            height: media.height,
        }
    }
}
