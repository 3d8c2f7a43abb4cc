//! How fast the talk of a class may be, and what stands above it.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use chrono::{DateTime, Utc};
use diesel::dsl::max;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::upsert::excluded;

use super::muting;
use crate::db;
use crate::error::{AppError, Result};
use crate::live::rooms::{self, Standing};
use crate::live::{Room, RoomId, Status};
use crate::schema::{live_chat_messages, live_pins, live_rooms};
use crate::text;
use crate::web::{UserId, Viewer};

/// How long the audience may have to wait between two messages, in seconds; 0 for not at all.
pub const PACES: [i16; 5] = [0, 5, 10, 30, 60];

/// Whether each of these people may write now: the class is not over, they are not muted, and they have waited as long as the
/// room wants. One entry for each, in their order; nobody writes twice at once where there is a wait.
pub fn verdicts(
    conn: &mut PgConnection,
    room: RoomId,
    senders: &[Option<UserId>],
) -> Result<Vec<Result<()>>> {
    let room = rooms::find(conn, room)?;
    if room.status == Status::Ended {
        let over = || Err(AppError::Conflict(text!("live-message-over")));
        return Ok(senders.iter().map(|_| over()).collect());
    }
    let people: Vec<UserId> = senders.iter().flatten().copied().collect();
    let muted = muting::muted(conn, room.id, &people)?;
    let pace = Duration::from_secs(room.slow_seconds.unsigned_abs().into());
    let (staff, mut waiting) = match pace.is_zero() {
        true => (HashSet::new(), HashMap::new()),
        false => (
            staff_among(conn, &room, &people)?,
            waiting(conn, &room, &people)?,
        ),
    };
    let mut verdict = |sender: &Option<UserId>| {
        let Some(user) = sender else { return Ok(()) };
        if let Some(minutes) = muted.get(user) {
            return Err(AppError::Conflict(muting::words(*minutes)));
        }
        if pace.is_zero() || staff.contains(user) {
            return Ok(());
        }
        match waiting.insert(*user, pace) {
            Some(retry_after) => Err(AppError::TooManyRequests { retry_after }),
            None => Ok(()),
        }
    };
    Ok(senders.iter().map(&mut verdict).collect())
}

fn staff_among(conn: &mut PgConnection, room: &Room, people: &[UserId]) -> Result<HashSet<UserId>> {
    let standings = rooms::standings(conn, room, people)?;
    let staff = standings
        .into_iter()
        .filter(|(_, standing)| *standing >= Standing::Moderator);
    Ok(staff.map(|(user, _)| user).collect())
}

/// How long those of these people who have just written have to wait.
fn waiting(
    conn: &mut PgConnection,
    room: &Room,
    people: &[UserId],
) -> Result<HashMap<UserId, Duration>> {
    let pace = chrono::Duration::seconds(room.slow_seconds.into());
    let now = db::clock(conn)?;
    let last: Vec<(Option<UserId>, Option<DateTime<Utc>>)> = live_chat_messages::table
        .filter(live_chat_messages::live_room_id.eq(room.id))
        .filter(live_chat_messages::user_id.eq_any(people))
        .filter(live_chat_messages::created_at.gt(now - pace))
        .group_by(live_chat_messages::user_id)
        .select((
            live_chat_messages::user_id,
            max(live_chat_messages::created_at),
        ))
        .load(conn)?;
    let wait = |at: DateTime<Utc>| (at + pace - now).to_std().unwrap_or_default();
    let last = last.into_iter();
    Ok(last
        .filter_map(|(user, at)| Some((user?, wait(at?))))
        .collect())
}

/// Sets how long the audience waits between two messages.
///
/// # Errors
/// As [`rooms::moderated`]; `Invalid` for a time that is not offered.
pub fn set_pace(conn: &mut PgConnection, viewer: &Viewer, room: RoomId, pace: &str) -> Result<()> {
    let room = rooms::moderated(conn, viewer, room)?;
    let pace = pace.trim().parse().ok();
    let pace = pace.filter(|pace| PACES.contains(pace));
    let pace = pace.ok_or_else(|| AppError::invalid("seconds", text!("live-slow-wrong")))?;
    diesel::update(live_rooms::table.find(room.id))
        .set(live_rooms::slow_seconds.eq(pace))
        .execute(conn)?;
    Ok(())
}

/// Puts a message above the talk, or, with none, takes down what stands there.
///
/// # Errors
/// As [`rooms::moderated`]; `NotFound` for a message that is not of the room, or deleted.
pub fn pin(
    conn: &mut PgConnection,
    viewer: &Viewer,
    room: RoomId,
    message: Option<i64>,
) -> Result<()> {
    let room = rooms::moderated(conn, viewer, room)?;
    let Some(message) = message else {
        diesel::delete(live_pins::table.find(room.id)).execute(conn)?;
        return Ok(());
    };
    live_chat_messages::table
        .find(message)
        .filter(live_chat_messages::live_room_id.eq(room.id))
        .filter(live_chat_messages::deleted_at.is_null())
        .select(live_chat_messages::id)
        .first::<i64>(conn)?;
    diesel::insert_into(live_pins::table)
        .values((
            live_pins::live_room_id.eq(room.id),
            live_pins::message_id.eq(message),
            live_pins::pinned_by.eq(viewer.id),
        ))
        .on_conflict(live_pins::live_room_id)
        .do_update()
        .set((
            live_pins::message_id.eq(excluded(live_pins::message_id)),
            live_pins::pinned_by.eq(excluded(live_pins::pinned_by)),
        ))
        .execute(conn)?;
    Ok(())
}
