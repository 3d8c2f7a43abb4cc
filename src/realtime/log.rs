//! What a subject brings to have an ordered log: its table, its rules and its rendering.

use std::collections::HashSet;
use std::time::Duration;

use diesel::pg::PgConnection;
use serde::Serialize;
use uuid::Uuid;

use super::Person;
use crate::error::{AppError, Result};
use crate::i18n::Locale;
use crate::web::UserId;

/// An ordered log per room, implemented by a unit struct of the subject (`chat::ChatLog`, `live::LiveLog`).
///
/// Every function but [`render`](Log::render) runs inside `Db::run`. Those marked *in the group's transaction* run while
/// the row of the room is locked, so what they read of the room can't change under them.
pub trait Log: Send + Sync + Sized + 'static {
    /// The name of the log in topics: `chat`, `live`.
    const NAME: &'static str;

    /// For hot rooms: after a frame, what follows within this time is gathered into one frame at its end.
    const PACE: Option<Duration> = None;

    /// What a new message brings besides sender and nonce.
    type Draft: Send + Sync + 'static;

    /// A stored message, with all that rendering needs. A deleted one carries no text.
    type Entry: Entry;

    /// Whatever else changes a message: a deletion, an edit.
    type Change: Send + Sync + 'static;

    /// Locks the row of the room and reads its counters (`FOR UPDATE`); first thing in the group's transaction.
    ///
    /// # Errors
    /// [`AppError::NotFound`] if there is no such room.
    fn lock(conn: &mut PgConnection, room: i64) -> Result<Counters>;

    /// Stores the counters; last thing in the group's transaction.
    fn save(conn: &mut PgConnection, room: i64, counters: Counters) -> Result<()>;

    /// The highest revision of each of these rooms, read without a lock by one query; none of a room that is gone.
    fn last_revs(conn: &mut PgConnection, rooms: &[i64]) -> Result<Vec<(i64, i64)>>;

    /// The highest revision of the room.
    ///
    /// # Errors
    /// `NotFound` if there is no such room.
    fn last_rev(conn: &mut PgConnection, room: i64) -> Result<i64> {
        let found = Self::last_revs(conn, &[room])?.first().copied();
        found.map(|(_, rev)| rev).ok_or(AppError::NotFound)
    }

    /// Messages whose latest revision is not above this one may lie somewhere else than [`between`](Log::between) looks; a
    /// page that knows less starts over.
    fn floor(_conn: &mut PgConnection, _room: i64) -> Result<i64> {
        Ok(0)
    }

    /// Which of these people may be in these rooms now: read them, and write in them as far as
    /// [`admit`](Log::admit) has nothing against it. One query for all.
    fn allowed(conn: &mut PgConnection, seats: &[(i64, Person)]) -> Result<HashSet<(i64, Person)>>;

    /// A verdict on each new message, beyond membership: mutes, attachments, a room that has ended. In the group's
    /// transaction; repeats of stored messages don't come here.
    fn admit(
        _conn: &mut PgConnection,
        _room: i64,
        posts: &[&Post<Self::Draft>],
    ) -> Result<Vec<Result<()>>> {
        Ok(posts.iter().map(|_| Ok(())).collect())
    }

    /// The stored messages with one of these nonces by its sender. In the group's transaction.
    fn find(
        conn: &mut PgConnection,
        room: i64,
        keys: &[(UserId, Uuid)],
    ) -> Result<Vec<Self::Entry>>;

    /// Whether the stored message came from such a draft, so that a repeat is told from a nonce used twice.
    fn is_repeat(entry: &Self::Entry, draft: &Self::Draft) -> bool;

    /// Stores the messages, all by one insert, with whatever belongs to them, and returns them in the same order. In the
    /// group's transaction.
    fn insert(
        conn: &mut PgConnection,
        room: i64,
        posts: &[Numbered<'_, Self::Draft>],
    ) -> Result<Vec<Self::Entry>>;

    /// Makes a change that takes the revision `rev`, after checking that whoever asks may make it. `None` if it was
    /// made before: then `rev` stays free. In the group's transaction.
    ///
    /// # Errors
    /// `NotFound`, `Forbidden` and the like concern this change alone. They must come before anything is written.
    fn apply(
        conn: &mut PgConnection,
        room: i64,
        change: &Self::Change,
        rev: i64,
    ) -> Result<Option<Self::Entry>>;

    /// The messages whose latest revision lies in `after + 1 ..= upto`, lowest first, at most `limit`.
    fn between(
        conn: &mut PgConnection,
        room: i64,
        after: i64,
        upto: i64,
        limit: i64,
    ) -> Result<Vec<Self::Entry>>;

    /// One piece of HTML per message, the same for all readers of a language: nothing in it may depend on who reads.
    /// A failure to render is logged and gives an empty piece, for the message is stored already.
    fn render(locale: Locale, entries: &[Self::Entry]) -> Vec<String>;

    /// What a page needs to know each time it has caught up, besides the messages: `(name, data)` of an event for this
    /// connection alone, such as whether the class is running.
    fn greet(
        _conn: &mut PgConnection,
        _room: i64,
        _locale: Locale,
    ) -> Result<Option<(&'static str, serde_json::Value)>> {
        Ok(None)
    }
}

/// A stored message.
pub trait Entry: Clone + Send + Sync + 'static {
    fn stamp(&self) -> Stamp;
}

/// What pages order, find and drop a message by.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Stamp {
    pub id: i64,
    /// Gapless within the room: the order of messages.
    pub seq: i64,
    /// The latest change to this message; gapless within the room.
    pub rev: i64,
    /// The sender; nobody for messages of the system.
    pub user: Option<UserId>,
    /// Drawn by the sender's page; with `user` it tells a page that this is what it has been sending.
    pub nonce: Uuid,
    /// A tombstone: pages take the message away and remember that it is gone.
    pub deleted: bool,
}

/// The counters of a room: the highest numbers given so far.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Counters {
    pub seq: i64,
    pub rev: i64,
}

/// A message on its way into the log.
#[derive(Clone, Debug)]
pub struct Post<D> {
    /// `None` for messages of the system.
    pub sender: Option<UserId>,
    pub nonce: Uuid,
    pub draft: D,
}

/// A new message with the numbers that the room has given it.
pub struct Numbered<'a, D> {
    pub seq: i64,
    pub rev: i64,
    pub post: &'a Post<D>,
}

/// What became of a post.
#[derive(Clone, Debug)]
pub struct Posted<E> {
    pub entry: E,
    /// False if this was a repeated sending of a message that is stored already.
    pub is_new: bool,
}
