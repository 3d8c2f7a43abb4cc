//! The rows of `live_statistics`.

use diesel::dsl::{IntervalDsl, exists, not, now};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Timestamptz};

use crate::error::Result;
use crate::live::{RoomId, Status, viewers};
use crate::schema::{live_rooms, live_statistics};

/// How far back a class may have ended for its final row to be made up for.
const LOOK_BACK_DAYS: i32 = 30;

/// Takes a sample of every live class whose last is fifteen seconds old, and closes the books of those that have
/// ended. Called every few seconds.
pub fn sample(conn: &mut PgConnection) -> Result<()> {
    sample_live(conn)?;
    for room in unfinished(conn)? {
        conn.transaction(|conn| finish(conn, room))?;
    }
    Ok(())
}

/// Watching time is summed over a person's stays; nobody has two at once.
fn sample_live(conn: &mut PgConnection) -> Result<()> {
    diesel::sql_query(
        "INSERT INTO live_statistics (live_room_id, viewers_now, viewer_count, peak_viewers, average_watch_time) \
         SELECT room.id, stays.present, stays.people, \
                greatest(stays.present, (SELECT max(peak_viewers) FROM live_statistics WHERE live_room_id = room.id)), \
                coalesce(stays.seconds / nullif(stays.people, 0), 0) \
         FROM live_rooms AS room CROSS JOIN LATERAL ( \
             SELECT count(*) FILTER (WHERE leave_time IS NULL) AS present, \
                    count(DISTINCT coalesce(user_id::text, guest::text)) AS people, \
                    sum(extract(epoch FROM coalesce(leave_time, now()) - join_time)) AS seconds \
             FROM live_viewers WHERE live_room_id = room.id \
         ) AS stays \
         WHERE room.status = 'live' AND NOT EXISTS ( \
             SELECT 1 FROM live_statistics AS earlier \
             WHERE earlier.live_room_id = room.id AND earlier.collected_at > now() - interval '14 seconds' \
         )",
    )
    .execute(conn)?;
    Ok(())
}

fn unfinished(conn: &mut PgConnection) -> Result<Vec<RoomId>> {
    let last = live_statistics::table
        .filter(live_statistics::live_room_id.eq(live_rooms::id))
        .filter(live_statistics::is_final);
    let since = (now.into_sql::<Timestamptz>() - LOOK_BACK_DAYS.days()).nullable();
    let rooms = live_rooms::table
        .filter(live_rooms::status.eq(Status::Ended))
        .filter(live_rooms::started_at.is_not_null())
        .filter(live_rooms::end_time.gt(since))
        .filter(not(exists(last)))
        .select(live_rooms::id)
        .load(conn)?;
    Ok(rooms)
}

/// Ends the stays and writes the final row. The peak is counted anew from all stays, as one may lie between samples.
fn finish(conn: &mut PgConnection, room: RoomId) -> Result<()> {
    viewers::close_all(conn, room)?;
    diesel::sql_query(
        "INSERT INTO live_statistics \
             (live_room_id, viewers_now, viewer_count, peak_viewers, average_watch_time, is_final) \
         SELECT $1, 0, stays.people, coalesce(peak.viewers, 0), \
                coalesce(stays.seconds / nullif(stays.people, 0), 0), true \
         FROM ( \
             SELECT count(DISTINCT coalesce(user_id::text, guest::text)) AS people, \
                    sum(extract(epoch FROM leave_time - join_time)) AS seconds \
             FROM live_viewers WHERE live_room_id = $1 \
         ) AS stays, ( \
             SELECT max(present) AS viewers FROM ( \
                 SELECT sum(step) OVER (ORDER BY at, step) AS present FROM ( \
                     SELECT join_time AS at, 1 AS step FROM live_viewers WHERE live_room_id = $1 \
                     UNION ALL SELECT leave_time, -1 FROM live_viewers WHERE live_room_id = $1 \
                 ) AS steps \
             ) AS sums \
         ) AS peak \
         ON CONFLICT (live_room_id) WHERE is_final DO NOTHING",
    )
    .bind::<BigInt, _>(room)
    .execute(conn)?;
    Ok(())
}
