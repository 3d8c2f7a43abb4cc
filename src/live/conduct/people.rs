//! Who is in a class now.

use chrono::{DateTime, Utc};
use diesel::dsl::{count_star, now};
use diesel::pg::PgConnection;
use diesel::prelude::*;

use crate::error::Result;
use crate::live::RoomId;
use crate::schema::{live_mutes, live_viewers, users};
use crate::web::UserId;

/// As many as a list shows.
const MOST: i64 = 300;

/// Somebody who is there.
#[derive(Clone, Debug, Queryable)]
pub struct Present {
    pub user: UserId,
    pub name: String,
    pub since: DateTime<Utc>,
    pub muted_until: Option<DateTime<Utc>>,
}

/// Those who are signed in, who came first first.
pub fn present(conn: &mut PgConnection, room: RoomId) -> Result<Vec<Present>> {
    let mute = live_mutes::live_room_id
        .eq(room)
        .and(live_mutes::user_id.eq(users::id))
        .and(live_mutes::muted_until.gt(now));
    let found = live_viewers::table
        .inner_join(users::table)
        .left_join(live_mutes::table.on(mute))
        .filter(live_viewers::live_room_id.eq(room))
        .filter(live_viewers::leave_time.is_null())
        .order(live_viewers::id)
        .limit(MOST)
        .select((
            users::id,
            users::display_name,
            live_viewers::join_time,
            live_mutes::muted_until.nullable(),
        ))
        .load(conn)?;
    Ok(found)
}

/// How many are there without having signed in.
pub fn guests(conn: &mut PgConnection, room: RoomId) -> Result<i64> {
    Ok(live_viewers::table
        .filter(live_viewers::live_room_id.eq(room))
        .filter(live_viewers::leave_time.is_null())
        .filter(live_viewers::guest.is_not_null())
        .select(count_star())
        .first(conn)?)
}
