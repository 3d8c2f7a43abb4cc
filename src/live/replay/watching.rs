//! How much of a replay somebody has watched, as their player tells. What is watched twice counts once.

use diesel::RunQueryDsl;
use diesel::pg::PgConnection;
use diesel::sql_types::BigInt;

use crate::error::{AppError, Result};
use crate::live::RoomId;
use crate::live::recording::{self, Stretch};
use crate::live::rooms::{self, Standing};
use crate::web::Viewer;

/// The longest stretch that one report may be of: players report every quarter of a minute, at up to four times the speed.
const LONGEST_MS: i64 = 90_000;

/// Notes that this person has watched a stretch of the film. A report that cannot be true is passed over.
///
/// # Errors
/// `NotFound` for whoever may not watch it.
pub fn note(conn: &mut PgConnection, viewer: &Viewer, room: RoomId, seen: Stretch) -> Result<()> {
    let reached = rooms::of(conn, Some(viewer), room)?;
    let replay = recording::replay_of(conn, room)?.ok_or(AppError::NotFound)?;
    if reached.standing < Standing::Moderator && !replay.film.is_published {
        return Err(AppError::NotFound);
    }
    let start = seen.start.max(0);
    let end = seen.end.min(replay.duration_ms);
    if !(1..=LONGEST_MS).contains(&(end - start)) {
        return Ok(());
    }
    // Told four times as fast as time goes at the most, with some seconds for the first of them.
    diesel::sql_query(
        "INSERT INTO live_replay_views AS known (live_room_id, user_id, watched) \
         VALUES ($1, $2, int8multirange(int8range($3, $4))) \
         ON CONFLICT (live_room_id, user_id) DO UPDATE \
         SET watched = known.watched + excluded.watched, last_seen_at = now() \
         WHERE ($4 - $3) <= 20000 + 4000 * extract(epoch FROM now() - known.last_seen_at)",
    )
    .bind::<BigInt, _>(room)
    .bind::<BigInt, _>(viewer.id)
    .bind::<BigInt, _>(start + replay.begins_at_ms)
    .bind::<BigInt, _>(end + replay.begins_at_ms)
    .execute(conn)?;
    Ok(())
}
