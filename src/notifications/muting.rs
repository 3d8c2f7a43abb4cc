//! Courses of which a person wants to be told nothing.

use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::queries::{CourseId, OfCourse};
use crate::schema::{courses, notification_mutes};
use crate::web::{UserId, Viewer};

/// Mutes a course for a person, or no longer. Saying it again changes nothing.
pub fn mute(
    conn: &mut PgConnection,
    person: UserId,
    course: CourseId,
    is_muted: bool,
) -> QueryResult<()> {
    if !is_muted {
        diesel::delete(notification_mutes::table.find((person, course))).execute(conn)?;
        return Ok(());
    }
    diesel::insert_into(notification_mutes::table)
        .values((
            notification_mutes::user_id.eq(person),
            notification_mutes::course_id.eq(course),
        ))
        .on_conflict_do_nothing()
        .execute(conn)?;
    Ok(())
}

/// Those that this person has muted, the newest first.
pub(super) fn muted(conn: &mut PgConnection, viewer: &Viewer) -> QueryResult<Vec<OfCourse>> {
    notification_mutes::table
        .inner_join(courses::table)
        .filter(notification_mutes::user_id.eq(viewer.id))
        .order((
            notification_mutes::created_at.desc(),
            notification_mutes::course_id.desc(),
        ))
        .select(OfCourse::as_select())
        .load(conn)
}
