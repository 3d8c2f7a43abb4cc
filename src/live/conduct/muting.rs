//! Having somebody write nothing in a class for a while.

use std::collections::HashMap;

use diesel::dsl::{IntervalDsl, now, sql};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Timestamptz};
use diesel::upsert::excluded;

use crate::error::{AppError, Result};
use crate::live::rooms::{self, Standing};
use crate::live::{Room, RoomId};
use crate::schema::live_mutes;
use crate::text;
use crate::web::{UserId, Viewer};

/// For how long somebody may be muted, in minutes; the last one outlasts any class.
pub const MINUTES: [i32; 3] = [10, 60, 24 * 60];

/// Mutes somebody from now on, however long they were muted before.
///
/// # Errors
/// As [`rooms::moderated`]; `Invalid` for a time that is not offered; `NotFound` for whoever may not be in the room; `Conflict`
/// for who keeps order there.
pub fn mute(
    conn: &mut PgConnection,
    viewer: &Viewer,
    room: RoomId,
    user: UserId,
    minutes: i32,
) -> Result<()> {
    let room = rooms::moderated(conn, viewer, room)?;
    if !MINUTES.contains(&minutes) {
        return Err(AppError::invalid(
            "minutes",
            text!("live-mute-minutes-wrong"),
        ));
    }
    require_learner(conn, &room, user)?;
    diesel::insert_into(live_mutes::table)
        .values((
            live_mutes::live_room_id.eq(room.id),
            live_mutes::user_id.eq(user),
            live_mutes::muted_by.eq(viewer.id),
            live_mutes::muted_until.eq(now.into_sql::<Timestamptz>() + minutes.minutes()),
        ))
        .on_conflict((live_mutes::live_room_id, live_mutes::user_id))
        .do_update()
        .set((
            live_mutes::muted_by.eq(excluded(live_mutes::muted_by)),
            live_mutes::muted_until.eq(excluded(live_mutes::muted_until)),
        ))
        .execute(conn)?;
    Ok(())
}

fn require_learner(conn: &mut PgConnection, room: &Room, user: UserId) -> Result<()> {
    let standings = rooms::standings(conn, room, &[user])?;
    match standings.get(&user) {
        Some(Standing::Audience) => Ok(()),
        Some(_) => Err(AppError::Conflict(text!("live-mute-staff"))),
        None => Err(AppError::NotFound),
    }
}

/// Lets somebody write again; nothing if they may.
///
/// # Errors
/// As [`rooms::moderated`].
pub fn unmute(conn: &mut PgConnection, viewer: &Viewer, room: RoomId, user: UserId) -> Result<()> {
    let room = rooms::moderated(conn, viewer, room)?;
    diesel::delete(live_mutes::table.find((room.id, user))).execute(conn)?;
    Ok(())
}

/// For how many minutes these people are still muted, by the database's clock; those who are not are left out.
pub fn muted(
    conn: &mut PgConnection,
    room: RoomId,
    people: &[UserId],
) -> Result<HashMap<UserId, i64>> {
    let left = sql::<BigInt>("ceil(extract(epoch FROM muted_until - now()) / 60)::bigint");
    let found: Vec<(UserId, i64)> = live_mutes::table
        .filter(live_mutes::live_room_id.eq(room))
        .filter(live_mutes::user_id.eq_any(people))
        .filter(live_mutes::muted_until.gt(now))
        .select((live_mutes::user_id, left))
        .load(conn)?;
    Ok(found.into_iter().collect())
}

/// # Errors
/// `Conflict`, with how long it goes on, for whoever is muted.
pub fn require_unmuted(conn: &mut PgConnection, user: UserId, room: RoomId) -> Result<()> {
    match muted(conn, room, &[user])?.get(&user) {
        Some(minutes) => Err(AppError::Conflict(words(*minutes))),
        None => Ok(()),
    }
}

/// What whoever is muted is told.
pub fn words(minutes: i64) -> crate::i18n::Text {
    text!("live-muted", minutes = minutes)
}
