//! Whose a course is: handing it to another teacher. There is always exactly one owner, who is named as its teacher.

use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::upsert::excluded;
use serde_json::json;

use super::staff::{find_person, is_owner};
use super::{held, require_owner};
use crate::courses::audit::note;
use crate::courses::{Course, CourseId, StaffRole};
use crate::error::{AppError, Result};
use crate::notifications::{self, Event, Notice};
use crate::schema::{course_staff, courses, users};
use crate::text;
use crate::web::{Role, UserId, Viewer};

/// Gives the course into the hands of another teacher by name, and answers whom; the former owner stays as a teacher of it.
///
/// # Errors
/// [`AppError::Invalid`] where nobody is called so, or they may not teach on this platform.
pub(super) fn hand_over(
    conn: &mut PgConnection,
    viewer: &Viewer,
    id: CourseId,
    username: &str,
) -> Result<UserId> {
    conn.transaction(|conn| {
        let course = held(conn, viewer, id)?;
        require_owner(conn, viewer, id)?;
        let person = find_person(conn, username).map_err(at_owner)?;
        if is_owner(conn, id, person)? {
            return Ok(person);
        }
        let role: Role = users::table.find(person).select(users::role).first(conn)?;
        if role == Role::Student {
            return Err(AppError::invalid(
                "owner",
                text!("teaching-owner-no-teacher"),
            ));
        }
        let staff = course_staff::table.filter(course_staff::course_id.eq(id));
        diesel::update(staff.filter(course_staff::role.eq(StaffRole::Owner)))
            .set(course_staff::role.eq(StaffRole::Teacher))
            .execute(conn)?;
        diesel::insert_into(course_staff::table)
            .values((
                course_staff::course_id.eq(id),
                course_staff::user_id.eq(person),
                course_staff::role.eq(StaffRole::Owner),
            ))
            .on_conflict((course_staff::course_id, course_staff::user_id))
            .do_update()
            .set(course_staff::role.eq(excluded(course_staff::role)))
            .execute(conn)?;
        diesel::update(courses::table.find(id))
            .set(courses::teacher_id.eq(person))
            .execute(conn)?;
        tell_owner(conn, &course, person)?;
        let details = json!({ "before": course.teacher_id, "after": person });
        note(conn, viewer.id, "course.owner", ("course", id), details)?;
        Ok(person)
    })
}

/// The form names the person in a field of its own.
fn at_owner(error: AppError) -> AppError {
    match error {
        AppError::Invalid(errors) => AppError::Invalid(errors.at("owner")),
        other => other,
    }
}

fn tell_owner(conn: &mut PgConnection, course: &Course, person: UserId) -> Result<()> {
    let notice = Notice {
        kind: Event::GivenCourse,
        message: text!("teaching-owner-notice", title = course.title.clone()),
        link: course.path(),
    };
    notifications::notify(conn, &[person], &notice)?;
    Ok(())
}
