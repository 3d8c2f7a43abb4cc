//! A class that is over as a lesson of its course.

use diesel::pg::PgConnection;

use crate::courses;
use crate::error::{AppError, Result};
use crate::live::rooms::{self, Reached, Standing};
use crate::live::{RoomId, Status};
use crate::text;
use crate::web::Viewer;

/// The lesson that shows this class, for those who run it: which, or that there is none yet. Nothing for all others,
/// and for a class that belongs to no course or goes on.
pub fn of(conn: &mut PgConnection, reached: &Reached) -> Result<Option<(i64, Option<i64>)>> {
    let may_add = reached.standing >= Standing::Manager && reached.room.status == Status::Ended;
    let Some(course) = reached.room.course_id.filter(|_| may_add) else {
        return Ok(None);
    };
    let lesson = courses::replay_lesson(conn, course, reached.room.id)?;
    Ok(Some((course, lesson)))
}

/// Makes the class a lesson; answers its course and the lesson. Doing it again changes nothing.
///
/// # Errors
/// As [`rooms::managed`] and [`courses::add_replay`]; `Conflict` while the class goes on or where it has no course.
pub fn add(conn: &mut PgConnection, viewer: &Viewer, room: RoomId) -> Result<(i64, i64)> {
    let room = rooms::managed(conn, viewer, room)?;
    let course = room.course_id.filter(|_| room.status == Status::Ended);
    let course = course.ok_or_else(|| AppError::Conflict(text!("live-replay-no-lesson")))?;
    let lesson = courses::add_replay(conn, viewer, course, room.id, &room.title)?;
    Ok((course, lesson))
}
