//! What the teacher's page reads.

use chrono::{DateTime, Utc};
use diesel::dsl::sql;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Timestamptz};

use crate::error::Result;
use crate::live::RoomId;
use crate::schema::{live_chat_messages, live_statistics};

/// The newest row of a class: the final one, once there is one.
#[derive(Clone, Copy, Debug, Default, Queryable)]
pub struct Figures {
    pub viewer_count: i32,
    pub peak_viewers: i32,
    /// Seconds per person.
    pub average_watch_time: i32,
}

/// Something counted over time.
#[derive(Clone, Copy, Debug, PartialEq, Queryable)]
pub struct Point {
    pub at: DateTime<Utc>,
    pub count: i64,
}

pub fn figures(conn: &mut PgConnection, room: RoomId) -> Result<Figures> {
    let row = live_statistics::table
        .filter(live_statistics::live_room_id.eq(room))
        .order((
            live_statistics::is_final.desc(),
            live_statistics::collected_at.desc(),
        ))
        .select((
            live_statistics::viewer_count,
            live_statistics::peak_viewers,
            live_statistics::average_watch_time,
        ))
        .first(conn)
        .optional()?;
    Ok(row.unwrap_or_default())
}

/// People watching, the most within each minute.
pub fn viewers_by_minute(conn: &mut PgConnection, room: RoomId) -> Result<Vec<Point>> {
    let minute = || sql::<Timestamptz>("date_trunc('minute', collected_at)");
    let points = live_statistics::table
        .filter(live_statistics::live_room_id.eq(room))
        .filter(live_statistics::is_final.eq(false))
        .group_by(minute())
        .order(minute())
        .select((minute(), sql::<BigInt>("max(viewers_now)::bigint")))
        .load(conn)?;
    Ok(points)
}

/// Messages written in each minute that had any, deleted ones left out.
pub fn messages_by_minute(conn: &mut PgConnection, room: RoomId) -> Result<Vec<Point>> {
    let minute = || sql::<Timestamptz>("date_trunc('minute', created_at)");
    let points = live_chat_messages::table
        .filter(live_chat_messages::live_room_id.eq(room))
        .filter(live_chat_messages::deleted_at.is_null())
        .group_by(minute())
        .order(minute())
        .select((minute(), sql::<BigInt>("count(*)")))
        .load(conn)?;
    Ok(points)
}

/// Of all who ever came, how many per cent were there, at up to sixty moments of the class, at least a minute apart.
pub fn retention(conn: &mut PgConnection, room: RoomId) -> Result<Vec<Point>> {
    let points: Vec<Share> = diesel::sql_query(
        "WITH class AS (
            SELECT started_at, coalesce(end_time, now()) AS ended_at,
                greatest(interval '1 minute', (coalesce(end_time, now()) - started_at) / 60) AS step
            FROM live_rooms WHERE id = $1 AND started_at IS NOT NULL
        ), stays AS (
            SELECT coalesce(user_id::text, guest::text) AS person, join_time, coalesce(leave_time, now()) AS leave_time
            FROM live_viewers WHERE live_room_id = $1
        ), everybody AS (SELECT count(DISTINCT person) AS count FROM stays)
        SELECT moment AS at, count(DISTINCT stays.person) * 100 / everybody.count AS count
        FROM class CROSS JOIN everybody
        CROSS JOIN generate_series(class.started_at, class.ended_at, class.step) AS moment
        LEFT JOIN stays ON stays.join_time < moment + class.step AND stays.leave_time >= moment
        WHERE everybody.count > 0
        GROUP BY moment, everybody.count ORDER BY moment",
    )
    .bind::<BigInt, _>(room)
    .load(conn)?;
    Ok(points
        .into_iter()
        .map(|Share { at, count }| Point { at, count })
        .collect())
}

#[derive(QueryableByName)]
struct Share {
    #[diesel(sql_type = Timestamptz)]
    at: DateTime<Utc>,
    #[diesel(sql_type = BigInt)]
    count: i64,
}
