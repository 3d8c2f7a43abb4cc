//! Beginning and ending a class from the studio.

use diesel::Connection;
use diesel::pg::PgConnection;

use crate::error::{AppError, Result};
use crate::live::{Room, RoomId, lifecycle, rooms, telling};
use crate::web::Viewer;

/// The room, for those who run it.
///
/// # Errors
/// [`AppError::NotFound`] for everybody else, also for those who may watch.
pub fn run_by(conn: &mut PgConnection, viewer: &Viewer, room: RoomId) -> Result<Room> {
    rooms::managed(conn, viewer, room).map_err(|error| match error {
        AppError::Forbidden => AppError::NotFound,
        error => error,
    })
}

/// Begins the class and tells those who take its course, in one transaction.
///
/// # Errors
/// As [`run_by`] and [`lifecycle::start`].
pub fn start(conn: &mut PgConnection, viewer: &Viewer, room: RoomId) -> Result<()> {
    conn.transaction(|conn| {
        run_by(conn, viewer, room)?;
        let room = lifecycle::start(conn, viewer, room)?;
        telling::started(conn, &room)
    })
}

/// Ends the class.
///
/// # Errors
/// As [`run_by`] and [`lifecycle::end`].
pub fn end(conn: &mut PgConnection, viewer: &Viewer, room: RoomId) -> Result<()> {
    run_by(conn, viewer, room)?;
    lifecycle::end(conn, viewer, room).map(|_| ())
}
