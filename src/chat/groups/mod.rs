//! Groups: rooms that teachers and admins open, and into which people come by hand.
//!
//! Whoever opens a group owns it and moderates it; moderators bring people in and take them out, the owner says who
//! moderates, hands the group over, closes it and opens it again. Into an open group everybody who is signed in may come
//! by themselves. A room is never without somebody who runs it: its owner stays, hands over or closes it first.
//! Every act locks the row of the room, so that two of them see each other.

mod form;
mod handlers;
mod listing;
mod membership;
mod naming;
mod running;
mod views;

pub(super) use handlers::routes;

use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::model::{Room, RoomId};
use super::rooms;
use crate::error::{AppError, Result};
use crate::schema::chat_rooms;
use crate::text;
use crate::web::Viewer;

/// The group as the viewer stands in it, with its row locked until the transaction ends.
///
/// # Errors
/// `NotFound` for somebody who is not in it; `Conflict` for a room that follows a course, or is of two people.
fn locked(conn: &mut PgConnection, viewer: &Viewer, id: RoomId) -> Result<Room> {
    let row = chat_rooms::table.find(id).select(chat_rooms::id);
    let _: RoomId = row.for_no_key_update().first(conn)?;
    let room = rooms::of(conn, viewer, id)?;
    match room.is_group() {
        true => Ok(room),
        false => Err(AppError::Conflict(text!("chat-room-follows"))),
    }
}

/// The same for one who moderates it.
///
/// # Errors
/// `Forbidden` for others, besides what [`locked`] says.
fn moderated(conn: &mut PgConnection, viewer: &Viewer, id: RoomId) -> Result<Room> {
    let room = locked(conn, viewer, id)?;
    match room.is_moderator() {
        true => Ok(room),
        false => Err(AppError::Forbidden),
    }
}

/// The same for one whose it is.
///
/// # Errors
/// `Forbidden` for others, besides what [`locked`] says.
fn owned(conn: &mut PgConnection, viewer: &Viewer, id: RoomId) -> Result<Room> {
    let room = locked(conn, viewer, id)?;
    match room.is_owned {
        true => Ok(room),
        false => Err(AppError::Forbidden),
    }
}
