//! The rows of hands.

use diesel::dsl::now;
use diesel::pg::PgConnection;
use diesel::prelude::*;

use crate::error::{AppError, Result};
use crate::live::rooms;
use crate::live::{RoomId, Status};
use crate::schema::{live_hands, live_rooms, users};
use crate::text;
use crate::web::{UserId, Viewer};

pub type HandId = i64;

/// More than any class hears.
const MOST: i64 = 200;

/// A hand that is up.
#[derive(Clone, Debug, Queryable)]
pub struct Raised {
    pub id: HandId,
    pub room: RoomId,
    pub user: UserId,
    pub name: String,
}

/// The hands that are up, the first first; none unless the class is live.
pub fn raised(conn: &mut PgConnection, room: RoomId) -> Result<Vec<Raised>> {
    let found = live_hands::table
        .inner_join(live_rooms::table)
        .inner_join(users::table.on(users::id.eq(live_hands::user_id)))
        .filter(live_hands::live_room_id.eq(room))
        .filter(live_hands::lowered_at.is_null())
        .filter(live_rooms::status.eq(Status::Live))
        .order(live_hands::id)
        .limit(MOST)
        .select((
            live_hands::id,
            live_hands::live_room_id,
            live_hands::user_id,
            users::display_name,
        ))
        .load(conn)?;
    Ok(found)
}

/// Whose they are, in their order: what every page of the class may know, for a raised hand is seen by all.
pub fn order(conn: &mut PgConnection, room: RoomId) -> Result<Vec<UserId>> {
    let raised = raised(conn, room)?;
    Ok(raised.into_iter().map(|hand| hand.user).collect())
}

/// Raises this person's hand; one that is up keeps its place.
///
/// # Errors
/// As [`rooms::of`]; `Conflict` unless the class is live.
pub fn raise(conn: &mut PgConnection, viewer: &Viewer, room: RoomId) -> Result<()> {
    let room = rooms::of(conn, Some(viewer), room)?.room;
    if room.status != Status::Live {
        return Err(AppError::Conflict(text!("live-hand-not-live")));
    }
    diesel::insert_into(live_hands::table)
        .values((
            live_hands::live_room_id.eq(room.id),
            live_hands::user_id.eq(viewer.id),
        ))
        .on_conflict_do_nothing()
        .execute(conn)?;
    Ok(())
}

/// Takes this person's own hand down; nothing if none is up.
///
/// # Errors
/// As [`rooms::of`].
pub fn lower_own(conn: &mut PgConnection, viewer: &Viewer, room: RoomId) -> Result<()> {
    let room = rooms::of(conn, Some(viewer), room)?.room;
    diesel::update(live_hands::table)
        .filter(live_hands::live_room_id.eq(room.id))
        .filter(live_hands::user_id.eq(viewer.id))
        .filter(live_hands::lowered_at.is_null())
        .set((
            live_hands::lowered_at.eq(now),
            live_hands::lowered_by.eq(viewer.id),
        ))
        .execute(conn)?;
    Ok(())
}

/// Takes somebody's hand down, as who keeps order in the room does once they have spoken.
///
/// # Errors
/// As [`rooms::moderated`]; `NotFound` for a hand that was never up in this room.
pub fn lower_one(
    conn: &mut PgConnection,
    viewer: &Viewer,
    room: RoomId,
    hand: HandId,
) -> Result<()> {
    let room = rooms::moderated(conn, viewer, room)?;
    live_hands::table
        .filter(live_hands::id.eq(hand))
        .filter(live_hands::live_room_id.eq(room.id))
        .select(live_hands::id)
        .first::<HandId>(conn)?;
    diesel::update(live_hands::table.find(hand))
        .filter(live_hands::lowered_at.is_null())
        .set((
            live_hands::lowered_at.eq(now),
            live_hands::lowered_by.eq(viewer.id),
        ))
        .execute(conn)?;
    Ok(())
}
