//! The rows of what is archived: where each message lies, what it is found by, how it is quoted.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::dsl::{exists, sql};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Double, Text};
use uuid::Uuid;

use super::object::Object;
use super::{ArchiveId, MessageId, RoomId};
use crate::chat::model::{Message, Quote};
use crate::chat::search::{MOST, RANKED, Wanted, score};
use crate::error::Result;
use crate::realtime::Stamp;
use crate::schema::{archived_messages, attachments, message_archives, users};
use crate::search;
use crate::web::UserId;

/// An archived message that a page is to show.
#[derive(Clone, Copy, Debug, Queryable)]
pub struct Slim {
    pub id: MessageId,
    pub seq: i64,
    pub archive: ArchiveId,
}

/// The newest archived messages of the room below this number and above the other, newest first.
pub fn newest_before(
    conn: &mut PgConnection,
    room: RoomId,
    (above, below): (i64, i64),
    limit: i64,
) -> Result<Vec<Slim>> {
    Ok(archived_messages::table
        .filter(archived_messages::chat_room_id.eq(room))
        .filter(archived_messages::seq.lt(below))
        .filter(archived_messages::seq.gt(above))
        .filter(archived_messages::deleted_at.is_null())
        .order(archived_messages::seq.desc())
        .limit(limit)
        .select((
            archived_messages::id,
            archived_messages::seq,
            archived_messages::archive_id,
        ))
        .load(conn)?)
}

/// Which of these messages of the room lie in the archive, written by somebody and not deleted: they can be answered.
pub fn is_there(
    conn: &mut PgConnection,
    room: RoomId,
    ids: &[MessageId],
) -> Result<Vec<MessageId>> {
    Ok(archived_messages::table
        .filter(archived_messages::chat_room_id.eq(room))
        .filter(archived_messages::id.eq_any(ids))
        .filter(archived_messages::user_id.is_not_null())
        .filter(archived_messages::deleted_at.is_null())
        .select(archived_messages::id)
        .load(conn)?)
}

/// Those of these messages that are archived, as replies quote them.
pub fn excerpt_quotes(
    conn: &mut PgConnection,
    ids: &[MessageId],
) -> Result<HashMap<MessageId, Quote>> {
    let rows: Vec<(MessageId, i64, Uuid, Option<String>, String, bool)> = archived_messages::table
        .left_join(users::table.on(users::id.nullable().eq(archived_messages::user_id)))
        .filter(archived_messages::id.eq_any(ids))
        .select((
            archived_messages::id,
            archived_messages::seq,
            archived_messages::nonce,
            users::display_name.nullable(),
            archived_messages::excerpt,
            archived_messages::deleted_at.is_not_null(),
        ))
        .load(conn)?;
    let quote = |(id, seq, nonce, author, words, is_deleted): (_, _, _, Option<String>, _, _)| {
        let author = author.unwrap_or_default();
        let quote = Quote {
            id,
            seq,
            nonce,
            author,
            words,
            is_deleted,
        };
        (id, quote)
    };
    Ok(rows.into_iter().map(quote).collect())
}

/// Id, place in the room, sender, nonce, time and beginning of a message.
type Sent = (MessageId, i64, Option<UserId>, Uuid, DateTime<Utc>, String);

/// Those of these messages that are archived, by sender and nonce. Of each, how it begins is all that is known here; to a page
/// it is gone.
pub fn sent_before(
    conn: &mut PgConnection,
    room: RoomId,
    (people, nonces): (&[UserId], &[Uuid]),
) -> Result<Vec<Message>> {
    let found: Vec<Sent> = archived_messages::table
        .filter(archived_messages::chat_room_id.eq(room))
        .filter(archived_messages::user_id.eq_any(people))
        .filter(archived_messages::nonce.eq_any(nonces))
        .select((
            archived_messages::id,
            archived_messages::seq,
            archived_messages::user_id,
            archived_messages::nonce,
            archived_messages::created_at,
            archived_messages::excerpt,
        ))
        .load(conn)?;
    let message = |(id, seq, user, nonce, created_at, excerpt)| {
        let stamp = Stamp {
            id,
            seq,
            rev: seq,
            user,
            nonce,
            deleted: true,
        };
        Message::beginning(stamp, room, created_at, excerpt)
    };
    Ok(found.into_iter().map(message).collect())
}

/// Archived messages that the index of the search recalls, best first, each with how well it answers.
pub struct Found(pub(super) Vec<(Slim, f64)>);

/// The archived messages of these rooms that may hold all that was typed and answer better than this, at most as many as a page
/// shows.
pub fn found(
    conn: &mut PgConnection,
    own: &[RoomId],
    wanted: &Wanted,
    to_beat: f64,
) -> Result<Found> {
    let typed = &wanted.words;
    let (Some(words), Some(ranking)) = (search::query(typed), search::ranking(typed)) else {
        return Ok(Found(Vec::new()));
    };
    let mut query = archived_messages::table
        .left_join(users::table.on(users::id.nullable().eq(archived_messages::user_id)))
        .filter(archived_messages::chat_room_id.eq_any(own.to_vec()))
        .filter(archived_messages::deleted_at.is_null())
        .filter(
            sql::<Bool>("archived_messages.search @@ ")
                .bind::<Text, _>(words)
                .sql("::tsquery"),
        )
        .into_boxed();
    if let Some(name) = &wanted.author {
        query = query.filter(users::display_name.ilike(search::like_anywhere(name)));
    }
    if let Some(since) = wanted.since {
        query = query.filter(archived_messages::created_at.ge(since));
    }
    if let Some(until) = wanted.until {
        query = query.filter(archived_messages::created_at.lt(until));
    }
    if wanted.has_file {
        let id = archived_messages::id.nullable();
        let files = attachments::table.filter(attachments::archived_message_id.eq(id));
        query = query.filter(exists(files));
    }
    let newest: Vec<MessageId> = query
        .order(archived_messages::id.desc())
        .limit(RANKED)
        .select(archived_messages::id)
        .load(conn)?;
    let (rank, and_age) = score("archived_messages");
    let mut found: Vec<(Slim, f64)> = archived_messages::table
        .filter(archived_messages::id.eq_any(newest))
        .order((sql::<Double>("score DESC"), archived_messages::id.desc()))
        .limit(MOST as i64)
        .select((
            (
                archived_messages::id,
                archived_messages::seq,
                archived_messages::archive_id,
            ),
            sql::<Double>(&rank).bind::<Text, _>(ranking).sql(&and_age),
        ))
        .load(conn)?;
    found.retain(|(_, score)| *score > to_beat);
    Ok(Found(found))
}

/// Where these archives lie.
pub(super) fn objects(
    conn: &mut PgConnection,
    ids: &[ArchiveId],
) -> Result<HashMap<ArchiveId, Object>> {
    let rows: Vec<(ArchiveId, String, i64, Vec<u8>)> = message_archives::table
        .filter(message_archives::id.eq_any(ids))
        .select((
            message_archives::id,
            message_archives::storage_key,
            message_archives::byte_size,
            message_archives::sha256,
        ))
        .load(conn)?;
    let object = |(id, key, byte_size, sha256)| {
        let object = Object {
            key,
            byte_size,
            sha256,
        };
        (id, object)
    };
    Ok(rows.into_iter().map(object).collect())
}
