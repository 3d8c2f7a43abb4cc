//! Opening and closing a roll call, and signing in.

use diesel::dsl::{IntervalDsl, now};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::Timestamptz;

use super::register::{self, CallId};
use crate::courses;
use crate::error::{AppError, Result};
use crate::live::{RoomId, Status, rooms, rounds};
use crate::schema::{live_roll_call_entries, live_roll_calls};
use crate::text;
use crate::web::Viewer;

/// How long one may be open, in minutes.
const LONGEST: i32 = 60;

/// Opens one for so many minutes.
///
/// # Errors
/// As [`rooms::moderated`]; `Invalid` for a time that makes no sense; `Conflict` unless the class is live and of a course, and
/// while another one is open.
pub fn open(conn: &mut PgConnection, viewer: &Viewer, room: RoomId, minutes: &str) -> Result<()> {
    let room = rooms::moderated(conn, viewer, room)?;
    let minutes: i32 = minutes.trim().parse().unwrap_or(0);
    if !(1..=LONGEST).contains(&minutes) {
        let wrong = text!("live-roll-minutes-wrong", most = LONGEST);
        return Err(AppError::invalid("minutes", wrong));
    }
    if room.status != Status::Live {
        return Err(AppError::Conflict(text!("live-roll-not-live")));
    }
    let course = room.course_id;
    let course = course.ok_or_else(|| AppError::Conflict(text!("live-roll-no-course")))?;
    conn.transaction(|conn| {
        rounds::hold(conn, room.id)?;
        if register::open_in(conn, room.id)?.is_some() {
            return Err(AppError::Conflict(text!("live-roll-is-open")));
        }
        diesel::insert_into(live_roll_calls::table)
            .values((
                live_roll_calls::live_room_id.eq(room.id),
                live_roll_calls::course_id.eq(course),
                live_roll_calls::opened_by.eq(viewer.id),
                live_roll_calls::closes_at.eq(now.into_sql::<Timestamptz>() + minutes.minutes()),
            ))
            .execute(conn)?;
        Ok(())
    })
}

/// Closes one before its time; one that is over stays as it is.
///
/// # Errors
/// As [`rooms::moderated`]; `NotFound` for one of another room.
pub fn close(conn: &mut PgConnection, viewer: &Viewer, room: RoomId, call: CallId) -> Result<()> {
    let room = rooms::moderated(conn, viewer, room)?;
    let call = register::one(conn, room.id, call)?;
    diesel::update(live_roll_calls::table.find(call.id))
        .filter(live_roll_calls::closes_at.gt(now))
        .set(live_roll_calls::closes_at.eq(now))
        .execute(conn)?;
    Ok(())
}

/// Signs in. Doing it again changes nothing.
///
/// # Errors
/// As [`rooms::of`]; `NotFound` for one of another room; `Conflict` for whoever does not take the course, or comes late.
pub fn sign_in(conn: &mut PgConnection, viewer: &Viewer, room: RoomId, call: CallId) -> Result<()> {
    let room = rooms::of(conn, Some(viewer), room)?.room;
    let call = register::one(conn, room.id, call)?;
    if !courses::is_enrolled(conn, viewer.id, call.course_id)? {
        return Err(AppError::Conflict(text!("live-roll-not-enrolled")));
    }
    conn.transaction(|conn| {
        // Its end and those who sign in wait for each other here.
        let is_open = live_roll_calls::table
            .find(call.id)
            .filter(live_roll_calls::closes_at.gt(now))
            .select(live_roll_calls::id)
            .for_share()
            .first::<CallId>(conn)
            .optional()?;
        if is_open.is_none() {
            return Err(AppError::Conflict(text!("live-roll-late")));
        }
        diesel::insert_into(live_roll_call_entries::table)
            .values((
                live_roll_call_entries::roll_call_id.eq(call.id),
                live_roll_call_entries::user_id.eq(viewer.id),
            ))
            .on_conflict_do_nothing()
            .execute(conn)?;
        Ok(())
    })
}
