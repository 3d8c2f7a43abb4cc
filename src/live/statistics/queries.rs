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
