//! The ordered log of live rooms.

use std::collections::HashSet;
use std::time::Duration;

use chrono::Utc;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

use super::draft::Draft;
use super::model::{Loaded, Message, MessageId, messages_of};
use super::{storing, views};
use crate::error::Result;
use crate::i18n::Locale;
use crate::live::{RoomId, Status, conduct, hands, questions, slides, viewers};
use crate::realtime::{Counters, Log, Numbered, Person, Post};
use crate::schema::{live_chat_messages, live_rooms};
use crate::site::Words;
use crate::web::UserId;

/// See [`Log`].
pub struct LiveLog;

/// What else happens to a message.
pub enum Change {
    Delete(Deletion),
    /// Brings a deleted one back, as administrators do; who asks for it has made sure that it is one.
    Restore {
        message: MessageId,
        by: UserId,
    },
}

/// Taking a message back: by its sender, by whoever keeps order in the room, or by an administrator.
pub struct Deletion {
    pub message: MessageId,
    pub by: UserId,
    pub is_admin: bool,
    /// Of who deletes what others wrote; may be empty.
    pub reason: String,
}

impl Log for LiveLog {
    const NAME: &'static str = "live";
    const PACE: Option<Duration> = Some(Duration::from_millis(100));

    type Draft = Draft;
    type Entry = Message;
    type Change = Change;

    fn lock(conn: &mut PgConnection, room: RoomId) -> Result<Counters> {
        let (seq, rev) = live_rooms::table
            .find(room)
            .select((live_rooms::last_seq, live_rooms::last_rev))
            .for_update()
            .first(conn)?;
        Ok(Counters { seq, rev })
    }

    fn save(conn: &mut PgConnection, room: RoomId, counters: Counters) -> Result<()> {
        diesel::update(live_rooms::table.find(room))
            .set((
                live_rooms::last_seq.eq(counters.seq),
                live_rooms::last_rev.eq(counters.rev),
            ))
            .execute(conn)?;
        Ok(())
    }

    fn last_revs(conn: &mut PgConnection, rooms: &[RoomId]) -> Result<Vec<(RoomId, i64)>> {
        Ok(live_rooms::table
            .filter(live_rooms::id.eq_any(rooms))
            .select((live_rooms::id, live_rooms::last_rev))
            .load(conn)?)
    }

    fn allowed(
        conn: &mut PgConnection,
        seats: &[(RoomId, Person)],
    ) -> Result<HashSet<(RoomId, Person)>> {
        storing::allowed(conn, seats)
    }

    fn admit(
        conn: &mut PgConnection,
        room: RoomId,
        posts: &[&Post<Draft>],
    ) -> Result<Vec<Result<()>>> {
        let senders: Vec<Option<UserId>> = posts.iter().map(|post| post.sender).collect();
        let words = Words::read(conn)?;
        let verdicts = conduct::verdicts(conn, room, &senders)?.into_iter();
        let both = verdicts.zip(posts);
        // A class goes on: nothing waits there for somebody to look at it.
        Ok(both
            .map(|(verdict, post)| verdict.and_then(|()| words.refuse(&post.draft.content)))
            .collect())
    }

    fn find(
        conn: &mut PgConnection,
        room: RoomId,
        keys: &[(UserId, Uuid)],
    ) -> Result<Vec<Message>> {
        let nonces = keys.iter().map(|(_, nonce)| *nonce);
        let loaded: Vec<Loaded> = messages_of!(room)
            .filter(live_chat_messages::nonce.eq_any(nonces))
            .load(conn)?;
        let messages = loaded.into_iter().map(Message::from);
        let is_asked = |message: &Message| {
            let stamp = message.stamp;
            stamp
                .user
                .is_some_and(|user| keys.contains(&(user, stamp.nonce)))
        };
        Ok(messages.filter(is_asked).collect())
    }

    /// A message deleted since counts as sent, whatever it said.
    fn is_repeat(entry: &Message, draft: &Draft) -> bool {
        let stored = Draft {
            content: entry.content.clone(),
            colour: entry.colour,
            mode: entry.mode,
            media_time_ms: entry.media_time_ms,
        };
        entry.stamp.deleted || stored == *draft
    }

    fn insert(
        conn: &mut PgConnection,
        room: RoomId,
        posts: &[Numbered<'_, Draft>],
    ) -> Result<Vec<Message>> {
        storing::insert(conn, room, posts)
    }

    fn apply(
        conn: &mut PgConnection,
        room: RoomId,
        change: &Change,
        rev: i64,
    ) -> Result<Option<Message>> {
        match change {
            Change::Delete(deletion) => storing::delete(conn, room, deletion, rev),
            Change::Restore { message, by } => storing::restore(conn, room, (*message, *by), rev),
        }
    }

    fn between(
        conn: &mut PgConnection,
        room: RoomId,
        after: i64,
        upto: i64,
        limit: i64,
    ) -> Result<Vec<Message>> {
        let loaded: Vec<Loaded> = messages_of!(room)
            .filter(live_chat_messages::rev.gt(after))
            .filter(live_chat_messages::rev.le(upto))
            .order(live_chat_messages::rev)
            .limit(limit)
            .load(conn)?;
        Ok(loaded.into_iter().map(Message::from).collect())
    }

    fn render(locale: Locale, entries: &[Message]) -> Vec<String> {
        entries
            .iter()
            .map(|message| views::shared_piece(locale, message))
            .collect()
    }

    /// Whether the class is running, how many watch, whose hands are up, which questions there are and which page is shown: a page
    /// that was away has missed all of it.
    fn greet(
        conn: &mut PgConnection,
        room: RoomId,
        _: Locale,
    ) -> Result<Option<(&'static str, Value)>> {
        let status: Status = live_rooms::table
            .find(room)
            .select(live_rooms::status)
            .first(conn)?;
        let state = json!({
            "status": status.name(),
            "viewers": viewers::now_in(conn, room)?,
            "questions": questions::version(conn, room)?,
            "hands": hands::order(conn, room)?,
            "slide": slides::told(slides::current(conn, room)?.as_ref()),
            "now": Utc::now().timestamp_millis(),
        });
        Ok(Some(("state", state)))
    }
}
