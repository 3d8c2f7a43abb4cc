//! Writing messages, and the rule of who may: what [`LiveLog`](super::LiveLog) does inside its transactions.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use diesel::dsl::now;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use uuid::Uuid;

use super::draft::Draft;
use super::log::Deletion;
use super::model::{Loaded, Message, MessageId, messages_of};
use crate::danmaku::Mode;
use crate::error::{AppError, Result};
use crate::live::rooms::{self, Standing};
use crate::live::{Access, RoomId, Status, reports};
use crate::realtime::{Numbered, Person};
use crate::reporting::Decision;
use crate::schema::{live_chat_messages, live_rooms};
use crate::web::UserId;

/// A sender's picture lags behind the class by seconds; what claims more is a mistake or a lie.
const MOST_LAG_MS: i64 = 120_000;

#[derive(Insertable)]
#[diesel(table_name = live_chat_messages)]
struct NewMessage<'a> {
    live_room_id: RoomId,
    user_id: Option<UserId>,
    content: &'a str,
    seq: i64,
    rev: i64,
    nonce: Uuid,
    media_time_ms: Option<i64>,
    colour: &'static str,
    mode: Mode,
}

pub fn insert(
    conn: &mut PgConnection,
    room: RoomId,
    posts: &[Numbered<'_, Draft>],
) -> Result<Vec<Message>> {
    let began = began_at(conn, room)?;
    let rows: Vec<NewMessage<'_>> = posts
        .iter()
        .map(|numbered| NewMessage {
            live_room_id: room,
            user_id: numbered.post.sender,
            content: &numbered.post.draft.content,
            seq: numbered.seq,
            rev: numbered.rev,
            nonce: numbered.post.nonce,
            media_time_ms: began.map(|began| moment(began, numbered.post.draft.media_time_ms)),
            colour: numbered.post.draft.colour.hex(),
            mode: numbered.post.draft.mode,
        })
        .collect();
    diesel::insert_into(live_chat_messages::table)
        .values(&rows)
        .execute(conn)?;
    let seqs = posts.iter().map(|numbered| numbered.seq);
    let loaded: Vec<Loaded> = messages_of!(room)
        .filter(live_chat_messages::seq.eq_any(seqs))
        .order(live_chat_messages::seq)
        .load(conn)?;
    Ok(loaded.into_iter().map(Message::from).collect())
}

/// The moment of the picture that the sender saw: what their player says if that can be, else now.
pub fn moment(began: DateTime<Utc>, claimed: Option<i64>) -> i64 {
    let latest = Utc::now().timestamp_millis();
    let earliest = began.timestamp_millis().max(latest - MOST_LAG_MS);
    claimed
        .filter(|claimed| (earliest..=latest).contains(claimed))
        .unwrap_or(latest)
}

/// Marks a message as deleted; nothing if it was before.
///
/// # Errors
/// `NotFound` for what the person may not read, `Forbidden` for what they may not delete.
pub fn delete(
    conn: &mut PgConnection,
    room: RoomId,
    deletion: &Deletion,
    rev: i64,
) -> Result<Option<Message>> {
    let Deletion { message, by, .. } = *deletion;
    let keeps_order =
        deletion.is_admin || rooms::reach(conn, Some(by), room)?.standing >= Standing::Moderator;
    let message = stored(conn, room, message)?;
    let is_own = message.stamp.user == Some(by);
    if !is_own && !keeps_order {
        return Err(AppError::Forbidden);
    }
    if message.stamp.deleted {
        return Ok(None);
    }
    diesel::update(live_chat_messages::table.find(deletion.message))
        .set((
            live_chat_messages::rev.eq(rev),
            live_chat_messages::deleted_at.eq(now),
            live_chat_messages::deleted_by.eq(by),
        ))
        .execute(conn)?;
    reports::settle(conn, deletion.message, &Decision::of_deletion(by, is_own))?;
    if !is_own {
        let (place, reason) = ((room, deletion.message), deletion.reason.as_str());
        reports::note(conn, by, "live_message.delete", place, reason)?;
    }
    Ok(Some(message.into_deleted(rev)))
}

/// Brings a message back; nothing if it is there. What was decided about reports of it stays decided.
pub fn restore(
    conn: &mut PgConnection,
    room: RoomId,
    (message, by): (MessageId, UserId),
    rev: i64,
) -> Result<Option<Message>> {
    let deleted = live_chat_messages::table
        .find(message)
        .filter(live_chat_messages::live_room_id.eq(room))
        .filter(live_chat_messages::deleted_at.is_not_null());
    let restored = diesel::update(deleted)
        .set((
            live_chat_messages::rev.eq(rev),
            live_chat_messages::deleted_at.eq(None::<DateTime<Utc>>),
            live_chat_messages::deleted_by.eq(None::<UserId>),
        ))
        .execute(conn)?;
    if restored == 0 {
        return Ok(None);
    }
    reports::note(conn, by, "live_message.restore", (room, message), "")?;
    stored(conn, room, message).map(Some)
}

fn stored(conn: &mut PgConnection, room: RoomId, message: MessageId) -> Result<Message> {
    let stored: Loaded = messages_of!(room)
        .filter(live_chat_messages::id.eq(message))
        .first(conn)?;
    Ok(Message::from(stored))
}

/// Which of these people may be in these rooms. It asks room by room, so that the rule is written once, in
/// [`rooms`]; few rooms are open at a time.
pub fn allowed(
    conn: &mut PgConnection,
    seats: &[(RoomId, Person)],
) -> Result<HashSet<(RoomId, Person)>> {
    let mut by_room: HashMap<RoomId, Vec<Person>> = HashMap::new();
    for (room, person) in seats {
        by_room.entry(*room).or_default().push(*person);
    }
    let mut allowed = HashSet::new();
    for (id, people) in by_room {
        let room = match rooms::find(conn, id) {
            Ok(room) => room,
            Err(AppError::NotFound) => continue,
            Err(error) => return Err(error),
        };
        let users: Vec<UserId> = people.iter().filter_map(|person| person.user()).collect();
        let standings = rooms::standings(conn, &room, &users)?;
        let is_in = |person: &Person| match person {
            Person::User(user) => standings.contains_key(user),
            Person::Guest(_) => room.access == Access::Everyone,
        };
        allowed.extend(people.into_iter().filter(is_in).map(|person| (id, person)));
    }
    Ok(allowed)
}

/// Since when the class is live; none if it is not.
fn began_at(conn: &mut PgConnection, room: RoomId) -> Result<Option<DateTime<Utc>>> {
    let began = live_rooms::table
        .find(room)
        .filter(live_rooms::status.eq(Status::Live))
        .select(live_rooms::started_at)
        .first(conn)
        .optional()?;
    Ok(began.flatten())
}
