//! A class from its start to its end. It ends once, by its teacher or for lack of a picture, and the replay is asked
//! for in the same transaction.
//!
//! These write the database alone; [`super::Streams`] sees what changed within two seconds, or at once after
//! [`super::Streams::look_now`].

use std::time::Duration;

use diesel::dsl::{IntervalDsl, now};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::Timestamptz;

use super::model::{Room, RoomId, Status};
use super::recording::RemuxRecording;
use super::rooms;
use crate::error::{AppError, Result};
use crate::jobs;
use crate::schema::{live_rooms, live_sessions};
use crate::text;
use crate::web::Viewer;

/// The recording of the last connection is closed some moments after the end.
const SETTLING: Duration = Duration::from_secs(2);

/// Opens a planned class to its audience. Whether a picture is there already does not matter.
///
/// # Errors
/// As [`rooms::managed`]; [`AppError::Conflict`] when it was started or ended before.
pub fn start(conn: &mut PgConnection, viewer: &Viewer, id: RoomId) -> Result<Room> {
    let room = rooms::managed(conn, viewer, id)?;
    diesel::update(live_rooms::table.find(room.id))
        .filter(live_rooms::status.eq(Status::Planned))
        .set((
            live_rooms::status.eq(Status::Live),
            live_rooms::started_at.eq(now),
        ))
        .returning(Room::as_returning())
        .get_result(conn)
        .optional()?
        .ok_or_else(|| AppError::Conflict(text!("live-conflict-started")))
}

/// Ends a class for good, or calls off one that never began. Its replay is made from what was recorded.
///
/// # Errors
/// As [`rooms::managed`]; [`AppError::Conflict`] when it has ended before.
pub fn end(conn: &mut PgConnection, viewer: &Viewer, id: RoomId) -> Result<Room> {
    let room = rooms::managed(conn, viewer, id)?;
    close(conn, room.id)?.ok_or_else(|| AppError::Conflict(text!("live-conflict-ended")))
}

/// Ends the classes that were live without a picture for so long. Returns which.
pub(super) fn end_abandoned(conn: &mut PgConnection, limit: Duration) -> Result<Vec<RoomId>> {
    let limit = i32::try_from(limit.as_secs()).unwrap_or(i32::MAX);
    let since = (now.into_sql::<Timestamptz>() - limit.seconds()).nullable();
    let abandoned: Vec<RoomId> = live_rooms::table
        .left_join(
            live_sessions::table.on(live_sessions::live_room_id
                .eq(live_rooms::id)
                .and(live_sessions::ended_at.is_null())),
        )
        .filter(live_rooms::status.eq(Status::Live))
        .filter(live_rooms::started_at.lt(since))
        .filter(live_sessions::client_id.is_null())
        .filter(
            live_sessions::disconnected_at
                .is_null()
                .or(live_sessions::disconnected_at.lt(since)),
        )
        .select(live_rooms::id)
        .load(conn)?;
    for id in &abandoned {
        close(conn, *id)?;
    }
    Ok(abandoned)
}

/// The end itself; nothing if it was before.
pub(super) fn close(conn: &mut PgConnection, id: RoomId) -> Result<Option<Room>> {
    conn.transaction(|conn| {
        let ended = diesel::update(live_rooms::table.find(id))
            .filter(live_rooms::status.ne(Status::Ended))
            .set((
                live_rooms::status.eq(Status::Ended),
                live_rooms::end_time.eq(now),
            ))
            .returning(Room::as_returning())
            .get_result(conn)
            .optional()?;
        if ended.is_some() {
            diesel::update(live_sessions::table)
                .filter(live_sessions::live_room_id.eq(id))
                .filter(live_sessions::ended_at.is_null())
                .set(live_sessions::ended_at.eq(now))
                .execute(conn)?;
            jobs::enqueue_once(
                conn,
                &RemuxRecording { room: id },
                &id.to_string(),
                SETTLING,
            )?;
        }
        Ok(ended)
    })
}
