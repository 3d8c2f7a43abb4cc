//! The rows of stays.

use std::collections::HashMap;

use diesel::dsl::{IntervalDsl, now, sql};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Timestamptz, Uuid as SqlUuid};
use uuid::Uuid;

use crate::courses;
use crate::error::Result;
use crate::live::RoomId;
use crate::realtime::Person;
use crate::schema::live_viewers;
use crate::web::UserId;

/// A stay that nobody has kept fresh for so long is over.
const STALE_SECONDS: i32 = 60;

/// Opens a stay for each of these people, or keeps theirs fresh. Does nothing unless the class is live.
///
/// A stay is written again only when it is a quarter of the way to stale, so a full room costs few writes.
pub fn enter(conn: &mut PgConnection, room: RoomId, people: &[Person]) -> Result<()> {
    let (users, guests) = split(people);
    if !users.is_empty() {
        diesel::sql_query(
            "INSERT INTO live_viewers (live_room_id, user_id) \
             SELECT $1, users.id FROM users WHERE users.id = ANY($2) \
             AND EXISTS (SELECT 1 FROM live_rooms WHERE id = $1 AND status = 'live') \
             ON CONFLICT (live_room_id, user_id) WHERE leave_time IS NULL AND user_id IS NOT NULL \
             DO UPDATE SET last_seen_at = now() \
             WHERE live_viewers.last_seen_at < now() - interval '15 seconds'",
        )
        .bind::<BigInt, _>(room)
        .bind::<Array<BigInt>, _>(users)
        .execute(conn)?;
    }
    if !guests.is_empty() {
        diesel::sql_query(
            "INSERT INTO live_viewers (live_room_id, guest) \
             SELECT $1, guest FROM unnest($2) AS guest \
             WHERE EXISTS (SELECT 1 FROM live_rooms WHERE id = $1 AND status = 'live') \
             ON CONFLICT (live_room_id, guest) WHERE leave_time IS NULL AND guest IS NOT NULL \
             DO UPDATE SET last_seen_at = now() \
             WHERE live_viewers.last_seen_at < now() - interval '15 seconds'",
        )
        .bind::<BigInt, _>(room)
        .bind::<Array<SqlUuid>, _>(guests)
        .execute(conn)?;
    }
    Ok(())
}

/// Ends the stays of these people.
pub fn leave(conn: &mut PgConnection, room: RoomId, people: &[Person]) -> Result<()> {
    let (users, guests) = split(people);
    let theirs = live_viewers::user_id
        .eq_any(users)
        .or(live_viewers::guest.eq_any(guests));
    conn.transaction(|conn| {
        let left = diesel::update(live_viewers::table)
            .filter(live_viewers::live_room_id.eq(room))
            .filter(live_viewers::leave_time.is_null())
            .filter(theirs)
            .set((
                live_viewers::leave_time.eq(now),
                live_viewers::last_seen_at.eq(now),
            ))
            .returning((live_viewers::live_room_id, live_viewers::user_id))
            .get_results(conn)?;
        tell_courses(conn, &left)
    })
}

/// Ends the stays that nobody keeps fresh any more: of sockets and nodes that died without a word.
pub fn close_stale(conn: &mut PgConnection) -> Result<()> {
    conn.transaction(|conn| {
        let left = diesel::update(live_viewers::table)
            .filter(live_viewers::leave_time.is_null())
            .filter(
                live_viewers::last_seen_at
                    .lt(now.into_sql::<Timestamptz>() - STALE_SECONDS.seconds()),
            )
            .set(live_viewers::leave_time.eq(live_viewers::last_seen_at.nullable()))
            .returning((live_viewers::live_room_id, live_viewers::user_id))
            .get_results(conn)?;
        tell_courses(conn, &left)
    })
}

/// Ends every stay in a room that has ended, at its end.
pub fn close_all(conn: &mut PgConnection, room: RoomId) -> Result<()> {
    let end = sql::<Timestamptz>(
        "greatest(join_time, (SELECT end_time FROM live_rooms WHERE live_rooms.id = live_room_id))",
    );
    conn.transaction(|conn| {
        let left = diesel::update(live_viewers::table)
            .filter(live_viewers::live_room_id.eq(room))
            .filter(live_viewers::leave_time.is_null())
            .set(live_viewers::leave_time.eq(end.nullable()))
            .returning((live_viewers::live_room_id, live_viewers::user_id))
            .get_results(conn)?;
        tell_courses(conn, &left)
    })
}

/// How long somebody was in a class may be what a lesson asks for.
fn tell_courses(conn: &mut PgConnection, left: &[(RoomId, Option<UserId>)]) -> Result<()> {
    let mut people: HashMap<RoomId, Vec<UserId>> = HashMap::new();
    for (room, user) in left {
        if let Some(user) = user {
            people.entry(*room).or_default().push(*user);
        }
    }
    people
        .iter()
        .try_for_each(|(room, people)| courses::record_attendance(conn, *room, people))
}

/// How many people watch in each of these rooms; rooms without anybody are left out.
pub fn count(conn: &mut PgConnection, rooms: &[RoomId]) -> Result<HashMap<RoomId, i64>> {
    let counts: Vec<(RoomId, i64)> = live_viewers::table
        .filter(live_viewers::live_room_id.eq_any(rooms))
        .filter(live_viewers::leave_time.is_null())
        .group_by(live_viewers::live_room_id)
        .select((live_viewers::live_room_id, diesel::dsl::count_star()))
        .load(conn)?;
    Ok(counts.into_iter().collect())
}

/// How many people watch in this room.
pub fn now_in(conn: &mut PgConnection, room: RoomId) -> Result<i64> {
    Ok(count(conn, &[room])?.get(&room).copied().unwrap_or(0))
}

fn split(people: &[Person]) -> (Vec<UserId>, Vec<Uuid>) {
    let (mut users, mut guests) = (Vec::new(), Vec::new());
    for person in people {
        match person {
            Person::User(user) => users.push(*user),
            Person::Guest(guest) => guests.push(*guest),
        }
    }
    (users, guests)
}
