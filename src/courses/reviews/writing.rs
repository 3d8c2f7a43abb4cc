//! Writing, changing and removing one's own review.

use diesel::dsl::{now, sql};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::form::ReviewForm;
use super::permission::May;
use crate::courses::access::{staff_role, visible};
use crate::courses::model::{Course, CourseId, StaffRole};
use crate::error::{AppError, Result};
use crate::notifications::{self, Event, Notice};
use crate::schema::{course_staff, reviews};
use crate::text;
use crate::web::{UserId, Viewer};

/// Stores the viewer's review of a course, the first or another one in its place. The teachers are told of the first.
///
/// # Errors
/// As [`May::require`]; `Invalid` for what can't be stored.
pub fn save(
    conn: &mut PgConnection,
    viewer: &Viewer,
    course: CourseId,
    form: &ReviewForm,
) -> Result<()> {
    conn.transaction(|conn| {
        let course = visible(conn, Some(viewer), course)?;
        let role = staff_role(conn, viewer, course.id)?;
        May::of(conn, Some(viewer), &course, role)?.require()?;
        let (rating, comment) = form.check()?;
        let is_new: bool = diesel::insert_into(reviews::table)
            .values((
                reviews::user_id.eq(viewer.id),
                reviews::course_id.eq(course.id),
                reviews::rating.eq(rating),
                reviews::comment.eq(&comment),
            ))
            .on_conflict((reviews::user_id, reviews::course_id))
            .do_update()
            .set((
                reviews::rating.eq(rating),
                reviews::comment.eq(&comment),
                reviews::edited_at.eq(now),
            ))
            .returning(sql::<Bool>("edited_at IS NULL"))
            .get_result(conn)?;
        match is_new {
            true => tell_teachers(conn, viewer, &course),
            false => Ok(()),
        }
    })
}

fn tell_teachers(conn: &mut PgConnection, author: &Viewer, course: &Course) -> Result<()> {
    let teachers: Vec<UserId> = course_staff::table
        .filter(course_staff::course_id.eq(course.id))
        .filter(course_staff::role.eq_any([StaffRole::Owner, StaffRole::Teacher]))
        .filter(course_staff::user_id.ne(author.id))
        .select(course_staff::user_id)
        .load(conn)?;
    let notice = Notice {
        kind: Event::ReviewWritten,
        message: text!("reviews-notice-written", title = course.title.clone()),
        link: format!("{}/reviews", course.path()),
    };
    Ok(notifications::notify_in(
        conn, course.id, &teachers, &notice,
    )?)
}

/// Removes the viewer's own review.
///
/// # Errors
/// `NotFound` if there is none; `Conflict` for a hidden one, which would otherwise come back as a new one.
pub fn remove(conn: &mut PgConnection, viewer: &Viewer, course: CourseId) -> Result<()> {
    conn.transaction(|conn| {
        let course = visible(conn, Some(viewer), course)?;
        let own = reviews::table
            .filter(reviews::course_id.eq(course.id))
            .filter(reviews::user_id.eq(viewer.id));
        let is_hidden: bool = own
            .select(reviews::hidden_at.is_not_null())
            .for_update()
            .first(conn)?;
        if is_hidden {
            return Err(AppError::Conflict(text!("reviews-hidden-stays")));
        }
        diesel::delete(own).execute(conn)?;
        Ok(())
    })
}
