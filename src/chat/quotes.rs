//! What a reply quotes. The quotation is read with the reply each time, so it goes with the message that it is of.

use std::collections::{HashMap, HashSet};

use diesel::dsl::case_when;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use uuid::Uuid;

use super::archive;
use super::history::{self, Query};
use super::model::{Draft, MessageId, MessageType, Quote, RoomId};
use crate::error::{AppError, Result};
use crate::markdown;
use crate::realtime::Post;
use crate::schema::{messages, users};
use crate::text;

/// In characters.
const LONGEST: usize = 90;

/// The messages with these ids, as replies to them quote them (a reply is of the same room, as its key sees to); nothing
/// is asked if there are none.
pub(super) fn load(
    conn: &mut PgConnection,
    ids: Vec<MessageId>,
) -> Result<HashMap<MessageId, Quote>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let found = select(
        conn,
        history::all().filter(messages::id.eq_any(ids.clone())),
    )?;
    let mut quotes: HashMap<MessageId, Quote> =
        found.into_iter().map(|quote| (quote.id, quote)).collect();
    let is_missing = |id: &MessageId| !quotes.contains_key(id);
    let missing: Vec<MessageId> = ids.into_iter().filter(is_missing).collect();
    if !missing.is_empty() {
        quotes.extend(archive::excerpt_quotes(conn, &missing)?);
    }
    Ok(quotes)
}

/// How a text begins, without markup.
pub(super) fn excerpt(content: &str) -> String {
    markdown::plain(content).chars().take(LONGEST).collect()
}

/// The message that somebody is about to reply to, if it is in the room and still there.
pub(super) fn of(
    conn: &mut PgConnection,
    room: RoomId,
    message: Option<MessageId>,
) -> Result<Option<Quote>> {
    let Some(message) = message else {
        return Ok(None);
    };
    let there = history::of_room(room)
        .filter(messages::id.eq(message))
        .filter(messages::message_type.ne(MessageType::System))
        .filter(messages::deleted_at.is_null());
    let quote = select(conn, there)?.into_iter().next();
    if quote.is_some() || archive::is_there(conn, room, &[message])?.is_empty() {
        return Ok(quote);
    }
    Ok(archive::excerpt_quotes(conn, &[message])?.remove(&message))
}

fn select(conn: &mut PgConnection, query: Query) -> Result<Vec<Quote>> {
    let text = case_when(messages::deleted_at.is_null(), messages::content).otherwise("");
    let rows: Vec<(MessageId, i64, Uuid, Option<String>, String, bool)> = query
        .select((
            messages::id,
            messages::seq,
            messages::nonce,
            users::display_name.nullable(),
            text,
            messages::deleted_at.is_not_null(),
        ))
        .load(conn)?;
    let quote =
        |(id, seq, nonce, author, content, is_deleted): (_, _, _, Option<String>, String, _)| {
            Quote {
                id,
                seq,
                nonce,
                author: author.unwrap_or_default(),
                words: excerpt(&content),
                is_deleted,
            }
        };
    Ok(rows.into_iter().map(quote).collect())
}

/// Refuses replies to what is not in the room or is gone. The room's row is locked, so nothing goes meanwhile.
pub(super) fn admit(
    conn: &mut PgConnection,
    room: RoomId,
    posts: &[&Post<Draft>],
) -> Result<Vec<Result<()>>> {
    let mut asked: Vec<MessageId> = posts
        .iter()
        .filter_map(|post| post.draft.reply_to)
        .collect();
    let mut there: HashSet<MessageId> = HashSet::new();
    if !asked.is_empty() {
        let found = messages::table
            .filter(messages::chat_room_id.eq(room))
            .filter(messages::id.eq_any(&asked))
            .filter(messages::deleted_at.is_null())
            .filter(messages::message_type.ne(MessageType::System))
            .select(messages::id)
            .load(conn)?;
        there.extend::<Vec<MessageId>>(found);
        asked.retain(|id| !there.contains(id));
    }
    if !asked.is_empty() {
        there.extend(archive::is_there(conn, room, &asked)?);
    }
    let verdict = |post: &&Post<Draft>| match post.draft.reply_to {
        Some(id) if !there.contains(&id) => {
            Err(AppError::invalid("content", text!("chat-reply-gone")))
        }
        _ => Ok(()),
    };
    Ok(posts.iter().map(verdict).collect())
}
