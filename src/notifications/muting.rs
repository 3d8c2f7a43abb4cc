//! Courses of which a person wants to be told nothing.

use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::model::CourseId;
use super::queries::OfCourse;
use crate::schema::{courses, notification_mutes};
use crate::web::{UserId, Viewer};

/// Mutes a course for a person. Saying it again changes nothing.
pub fn mute(conn: &mut PgConnection, person: UserId, course: CourseId) -> QueryResult<()> {
    diesel::insert_into(notification_mutes::table)
        .values((
            notification_mutes::user_id.eq(person),
            notification_mutes::course_id.eq(course),
        ))
        .on_conflict_do_nothing()
        .execute(conn)?;
    Ok(())
}

/// Tells a person of a course again, and gives its title; nothing if they had not muted it.
pub fn unmute(
    conn: &mut PgConnection,
    person: UserId,
    course: CourseId,
) -> QueryResult<Option<String>> {
    let muted = notification_mutes::table.find((person, course));
    if diesel::delete(muted).execute(conn)? == 0 {
        return Ok(None);
    }
    let course = courses::table.find(course);
    course.select(courses::title).first(conn).optional()
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
