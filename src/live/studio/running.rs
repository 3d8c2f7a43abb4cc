//! Beginning and ending a class from the studio.

use diesel::pg::PgConnection;
use diesel::prelude::*;

use crate::error::{AppError, Result};
use crate::live::{Room, RoomId, lifecycle, rooms};
use crate::notifications::{self, Notice};
use crate::schema::enrollments;
use crate::text;
use crate::web::{UserId, Viewer};

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
        announce(conn, &room)
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

fn announce(conn: &mut PgConnection, room: &Room) -> Result<()> {
    let Some(course) = room.course_id else {
        return Ok(());
    };
    let learners: Vec<UserId> = enrollments::table
        .filter(enrollments::course_id.eq(course))
        .select(enrollments::user_id)
        .load(conn)?;
    let notice = Notice {
        kind: "live.started",
        message: text!("live-notice-started", title = room.title.clone()),
        link: format!("/live/{}", room.id),
    };
    notifications::notify_in(conn, course, &learners, &notice)?;
    Ok(())
}
