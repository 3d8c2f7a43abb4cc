//! Moments at which somebody could not follow.

use chrono::{DateTime, Duration, Utc};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::BigInt;

use crate::error::{AppError, Result};
use crate::live::recording::Timeline;
use crate::live::{RoomId, Status, messages, rooms};
use crate::schema::live_lost_taps;
use crate::text;
use crate::web::Viewer;

/// A person counts once in so many milliseconds.
const SLOT_MS: i64 = 10_000;

/// What the teacher's curve and the marks of a replay gather into one, in milliseconds.
pub const STEP_MS: i64 = 30_000;

/// What counts as now.
const RECENT: Duration = Duration::seconds(60);

/// Some people were lost around here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Milliseconds: Unix time, or into the film.
    pub at: i64,
    /// Each counts once.
    pub people: i64,
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = BigInt)]
    at: i64,
    #[diesel(sql_type = BigInt)]
    people: i64,
}

/// Notes that somebody is lost; more often than once in [`SLOT_MS`] it changes nothing.
///
/// # Errors
/// As [`rooms::of`]; `Conflict` unless the class is live.
pub fn tap(conn: &mut PgConnection, viewer: &Viewer, room: RoomId, claimed: &str) -> Result<()> {
    let room = rooms::of(conn, Some(viewer), room)?.room;
    let began = room.started_at.filter(|_| room.status == Status::Live);
    let began = began.ok_or_else(|| AppError::Conflict(text!("live-lost-not-live")))?;
    diesel::insert_into(live_lost_taps::table)
        .values((
            live_lost_taps::live_room_id.eq(room.id),
            live_lost_taps::user_id.eq(viewer.id),
            live_lost_taps::slot.eq(Utc::now().timestamp_millis() / SLOT_MS),
            live_lost_taps::media_time_ms.eq(messages::moment(began, claimed.parse().ok())),
        ))
        .on_conflict_do_nothing()
        .execute(conn)?;
    Ok(())
}

/// How many people have been lost within the last minute.
pub fn recent(conn: &mut PgConnection, room: RoomId) -> Result<i64> {
    let since = (Utc::now() - RECENT).timestamp_millis();
    let people = live_lost_taps::table
        .filter(live_lost_taps::live_room_id.eq(room))
        .filter(live_lost_taps::media_time_ms.ge(since))
        .select(diesel::dsl::count(live_lost_taps::user_id).aggregate_distinct())
        .first(conn)?;
    Ok(people)
}

/// How many were lost since then, each step by itself; steps without anybody are left out. In Unix time.
pub fn since(conn: &mut PgConnection, room: RoomId, since: DateTime<Utc>) -> Result<Vec<Mark>> {
    let rows: Vec<Row> = sql_query(
        "SELECT media_time_ms / $3 * $3 AS at, count(DISTINCT user_id) AS people FROM live_lost_taps \
         WHERE live_room_id = $1 AND media_time_ms >= $2 GROUP BY 1 ORDER BY 1",
    )
    .bind::<BigInt, _>(room)
    .bind::<BigInt, _>(since.timestamp_millis())
    .bind::<BigInt, _>(STEP_MS)
    .load(conn)?;
    let mark = |row: Row| Mark {
        at: row.at,
        people: row.people,
    };
    Ok(rows.into_iter().map(mark).collect())
}

/// The moments at which people were lost that are in the film, by their time in it (milliseconds), in order.
pub fn marks(conn: &mut PgConnection, room: RoomId, film: &Timeline) -> Result<Vec<Mark>> {
    let moments = film.moments();
    let all = since(conn, room, DateTime::UNIX_EPOCH)?;
    Ok(all
        .into_iter()
        .filter(|mark| moments.contains(&mark.at))
        .map(|mark| Mark {
            at: film.film_time(mark.at),
            people: mark.people,
        })
        .collect())
}
