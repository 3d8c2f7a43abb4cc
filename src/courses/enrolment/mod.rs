//! Enrolling in a course and leaving it.
//!
//! Invariants: one row per person and course however often and from wherever it is asked; the notification is written
//! in the same transaction, and `enrolled_count` by a trigger in it, which the database refuses to let grow past the seats. Leaving takes the right to lessons, files, room and
//! classes at once; what was done in them stays for a return.

mod handlers;

use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::access::visible;
use super::model::{Course, CourseId, Status};
use crate::error::{AppError, Result, broken_constraint};
use crate::notifications::{self, Event, Notice};
use crate::schema::{courses, enrollments};
use crate::text;
use crate::web::{UserId, Viewer};

pub use handlers::routes;

/// Enrols the viewer in a free course that is open to everybody. Doing it again changes nothing.
///
/// # Errors
/// `NotFound` for courses they may not see; `Conflict` where one has to pay, or where nobody can enrol any more.
pub fn enrol_freely(conn: &mut PgConnection, viewer: &Viewer, id: CourseId) -> Result<()> {
    let course = visible(conn, Some(viewer), id)?;
    if course.status != Status::Published {
        return Err(AppError::Conflict(text!("courses-closed")));
    }
    if !course.is_free() {
        return Err(AppError::Conflict(text!("courses-priced")));
    }
    enrol(conn, viewer.id, &course).map(|_| ())
}

/// Enrols a person, whatever the course costs: the caller has seen to that. Tells whether they were not enrolled yet.
///
/// # Errors
/// [`AppError::Conflict`] when every seat is taken.
pub fn enrol(conn: &mut PgConnection, user: UserId, course: &Course) -> Result<bool> {
    Ok(!enrol_all(conn, &[user], course)?.is_empty())
}

/// The same for several people at once; answers who of them was not enrolled yet.
pub(super) fn enrol_all(
    conn: &mut PgConnection,
    people: &[UserId],
    course: &Course,
) -> Result<Vec<UserId>> {
    let rows: Vec<_> = people
        .iter()
        .map(|user| {
            (
                enrollments::user_id.eq(*user),
                enrollments::course_id.eq(course.id),
            )
        })
        .collect();
    conn.transaction(|conn| {
        let joined: Vec<UserId> = diesel::insert_into(enrollments::table)
            .values(rows)
            .on_conflict((enrollments::user_id, enrollments::course_id))
            .do_nothing()
            .returning(enrollments::user_id)
            .get_results(conn)
            .map_err(in_words)?;
        if !joined.is_empty() {
            notifications::notify(conn, &joined, &welcome(course))?;
        }
        Ok(joined)
    })
}

/// The trigger that counts the enrolment breaks this constraint for the one too many (row R7).
fn in_words(error: diesel::result::Error) -> AppError {
    match broken_constraint(&error) {
        Some("courses_seats_suffice") => AppError::Conflict(text!("courses-full")),
        _ => error.into(),
    }
}

fn welcome(course: &Course) -> Notice {
    Notice {
        kind: Event::Enrolled,
        message: text!("courses-enrolled-notice", title = course.title.clone()),
        link: course.path(),
    }
}

/// Takes the viewer out of a course; for who is not in it, nothing happens.
///
/// # Errors
/// `NotFound` for courses they may not see.
pub fn leave(conn: &mut PgConnection, viewer: &Viewer, id: CourseId) -> Result<()> {
    let course = visible(conn, Some(viewer), id)?;
    end(conn, viewer.id, course.id)
}

/// Takes a person out of a course; for who is not in it, nothing happens.
pub fn end(conn: &mut PgConnection, user: UserId, course: CourseId) -> Result<()> {
    diesel::delete(enrollments::table)
        .filter(enrollments::course_id.eq(course))
        .filter(enrollments::user_id.eq(user))
        .execute(conn)?;
    Ok(())
}

/// The course that an order names, whoever may see it by now.
pub fn of_order(conn: &mut PgConnection, id: CourseId) -> Result<Course> {
    Ok(courses::table
        .find(id)
        .select(Course::as_select())
        .first(conn)?)
}
