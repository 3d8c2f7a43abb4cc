//! What was said before: the newest messages, and pages backwards from there.

use std::ops::Range;

use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::model::{Loaded, Message, MessageId, messages_of};
use crate::error::Result;
use crate::live::RoomId;
use crate::schema::live_chat_messages;
use crate::search;

/// Messages on a page.
const PAGE: i64 = 60;

/// Some messages of a room, in order.
#[derive(Debug, Default)]
pub struct History {
    pub messages: Vec<Message>,
    /// The lowest `seq` shown, if there is anything before it.
    pub before: Option<i64>,
}

/// The messages right before this `seq`; what has been deleted is left out.
pub fn before(conn: &mut PgConnection, room: RoomId, seq: i64) -> Result<History> {
    let loaded: Vec<Loaded> = messages_of!(room)
        .filter(live_chat_messages::seq.lt(seq))
        .filter(live_chat_messages::deleted_at.is_null())
        .order(live_chat_messages::seq.desc())
        .limit(PAGE + 1)
        .load(conn)?;
    let has_more = loaded.len() as i64 > PAGE;
    let mut messages: Vec<Message> = loaded
        .into_iter()
        .take(PAGE as usize)
        .map(Message::from)
        .collect();
    messages.reverse();
    let lowest = messages.first().map(|message| message.stamp.seq);
    Ok(History {
        messages,
        before: lowest.filter(|_| has_more),
    })
}

impl Message {
    /// One that somebody has written and nobody deleted.
    ///
    /// # Errors
    /// `NotFound` for any other, and for one of another room.
    pub fn find(conn: &mut PgConnection, room: RoomId, id: MessageId) -> Result<Message> {
        let loaded: Loaded = messages_of!(room)
            .filter(live_chat_messages::id.eq(id))
            .filter(live_chat_messages::user_id.is_not_null())
            .filter(live_chat_messages::deleted_at.is_null())
            .first(conn)?;
        Ok(Message::from(loaded))
    }

    /// These messages of a room, in no order.
    pub fn these(conn: &mut PgConnection, room: RoomId, ids: &[MessageId]) -> Result<Vec<Message>> {
        let loaded: Vec<Loaded> = messages_of!(room)
            .filter(live_chat_messages::id.eq_any(ids))
            .load(conn)?;
        Ok(loaded.into_iter().map(Message::from).collect())
    }

    /// The messages whose sender saw one of these moments (Unix milliseconds), in their order, at most `limit`; what has
    /// been deleted is left out.
    pub fn between_moments(
        conn: &mut PgConnection,
        room: RoomId,
        moments: Range<i64>,
        limit: i64,
    ) -> Result<Vec<Message>> {
        let loaded: Vec<Loaded> = messages_of!(room)
            .filter(live_chat_messages::media_time_ms.ge(moments.start))
            .filter(live_chat_messages::media_time_ms.lt(moments.end))
            .filter(live_chat_messages::deleted_at.is_null())
            .order((live_chat_messages::media_time_ms, live_chat_messages::id))
            .limit(limit)
            .load(conn)?;
        Ok(loaded.into_iter().map(Message::from).collect())
    }

    /// Those of these moments whose text holds these words as they stand, at most `limit`; what has been deleted is left
    /// out.
    pub fn with_words(
        conn: &mut PgConnection,
        room: RoomId,
        moments: Range<i64>,
        words: &str,
        limit: i64,
    ) -> Result<Vec<Message>> {
        let loaded: Vec<Loaded> = messages_of!(room)
            .filter(live_chat_messages::media_time_ms.ge(moments.start))
            .filter(live_chat_messages::media_time_ms.lt(moments.end))
            .filter(live_chat_messages::deleted_at.is_null())
            .filter(live_chat_messages::content.ilike(search::like_anywhere(words)))
            .order((live_chat_messages::media_time_ms, live_chat_messages::id))
            .limit(limit)
            .load(conn)?;
        Ok(loaded.into_iter().map(Message::from).collect())
    }
}
