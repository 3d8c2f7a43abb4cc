//! The rows of roll calls: who was there and who was not.

use chrono::{DateTime, Utc};
use diesel::dsl::{count_star, now};
use diesel::pg::{Pg, PgConnection};
use diesel::prelude::*;

use crate::error::Result;
use crate::live::RoomId;
use crate::schema::{enrollments, live_roll_call_entries, live_roll_calls, users};
use crate::web::UserId;

pub type CallId = i64;

/// More than any class has.
const MOST: i64 = 20;

#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = live_roll_calls, check_for_backend(Pg))]
pub struct Call {
    pub id: CallId,
    pub live_room_id: RoomId,
    pub course_id: i64,
    pub opened_at: DateTime<Utc>,
    pub closes_at: DateTime<Utc>,
}

impl Call {
    pub fn is_open(&self) -> bool {
        self.closes_at > Utc::now()
    }
}

/// Somebody who takes the course.
#[derive(Clone, Debug, Queryable)]
pub struct Listed {
    pub name: String,
    pub username: String,
    /// None: absent.
    pub signed_at: Option<DateTime<Utc>>,
}

/// One of this room.
///
/// # Errors
/// `NotFound` if it has none of this id.
pub fn one(conn: &mut PgConnection, room: RoomId, call: CallId) -> Result<Call> {
    let found = live_roll_calls::table
        .filter(live_roll_calls::id.eq(call))
        .filter(live_roll_calls::live_room_id.eq(room))
        .select(Call::as_select())
        .first(conn)?;
    Ok(found)
}

/// The one that is open now.
pub fn open_in(conn: &mut PgConnection, room: RoomId) -> Result<Option<Call>> {
    let found = live_roll_calls::table
        .filter(live_roll_calls::live_room_id.eq(room))
        .filter(live_roll_calls::closes_at.gt(now))
        .order(live_roll_calls::id.desc())
        .select(Call::as_select())
        .first(conn)
        .optional()?;
    Ok(found)
}

/// Those of a room, the newest first.
pub fn of_room(conn: &mut PgConnection, room: RoomId) -> Result<Vec<Call>> {
    let found = live_roll_calls::table
        .filter(live_roll_calls::live_room_id.eq(room))
        .order(live_roll_calls::id.desc())
        .limit(MOST)
        .select(Call::as_select())
        .load(conn)?;
    Ok(found)
}

/// Everybody who takes the course, those who are absent first.
pub fn list(conn: &mut PgConnection, call: &Call) -> Result<Vec<Listed>> {
    let entry = live_roll_call_entries::user_id
        .eq(users::id)
        .and(live_roll_call_entries::roll_call_id.eq(call.id));
    let found = enrollments::table
        .inner_join(users::table.on(users::id.eq(enrollments::user_id)))
        .left_join(live_roll_call_entries::table.on(entry))
        .filter(enrollments::course_id.eq(call.course_id))
        .order((
            live_roll_call_entries::signed_at.asc().nulls_first(),
            users::id,
        ))
        .select((
            users::display_name,
            users::username,
            live_roll_call_entries::signed_at.nullable(),
        ))
        .load(conn)?;
    Ok(found)
}

/// How many have signed in to the newest roll call of a room.
pub fn signed_in(conn: &mut PgConnection, room: RoomId) -> Result<i64> {
    let newest = of_room(conn, room)?.into_iter().next();
    let Some(call) = newest else { return Ok(0) };
    Ok(live_roll_call_entries::table
        .filter(live_roll_call_entries::roll_call_id.eq(call.id))
        .select(count_star())
        .first(conn)?)
}

/// Whether this person has signed in.
pub fn has_signed(conn: &mut PgConnection, call: CallId, user: UserId) -> Result<bool> {
    let entry = live_roll_call_entries::table.find((call, user));
    Ok(diesel::select(diesel::dsl::exists(entry)).get_result(conn)?)
}
