//! The one reply that a course gives to a review.

use diesel::dsl::now;
use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::ReviewId;
use super::form::ReplyForm;
use crate::courses::access::{staff_role, visible};
use crate::courses::model::{Course, CourseId, StaffRole};
use crate::error::{AppError, Result};
use crate::notifications::{self, Event, Notice};
use crate::schema::reviews;
use crate::text;
use crate::web::{UserId, Viewer};

/// Replies to a review, or puts another reply in the place of the one that is there. Its author is told of the first.
///
/// # Errors
/// `NotFound` for whoever is not among the owner and teachers of the course, and for a review of another course or a
/// hidden one; `Invalid` for what can't be stored.
pub fn reply(
    conn: &mut PgConnection,
    viewer: &Viewer,
    course: CourseId,
    review: ReviewId,
    form: &ReplyForm,
) -> Result<()> {
    conn.transaction(|conn| {
        let course = taught(conn, viewer, course)?;
        let (author, was_answered) = held(conn, &course, review)?;
        let words = form.check()?;
        diesel::update(reviews::table.find(review))
            .set((
                reviews::reply.eq(words),
                reviews::replied_at.eq(now),
                reviews::replied_by.eq(viewer.id),
            ))
            .execute(conn)?;
        match was_answered {
            true => Ok(()),
            false => tell_author(conn, &course, author),
        }
    })
}

/// Takes the reply away.
///
/// # Errors
/// As [`reply`].
pub fn remove(
    conn: &mut PgConnection,
    viewer: &Viewer,
    course: CourseId,
    review: ReviewId,
) -> Result<()> {
    conn.transaction(|conn| {
        let course = taught(conn, viewer, course)?;
        held(conn, &course, review)?;
        diesel::update(reviews::table.find(review))
            .set((
                reviews::reply.eq(""),
                reviews::replied_at.eq(None::<chrono::DateTime<chrono::Utc>>),
                reviews::replied_by.eq(None::<UserId>),
            ))
            .execute(conn)?;
        Ok(())
    })
}

/// Speaking for a course takes a part in it: being an admin does not count.
fn taught(conn: &mut PgConnection, viewer: &Viewer, course: CourseId) -> Result<Course> {
    let role = staff_role(conn, viewer, course)?;
    if !role.is_some_and(StaffRole::may_write) {
        return Err(AppError::NotFound);
    }
    visible(conn, Some(viewer), course)
}

/// The author of the review, and whether it has a reply.
fn held(conn: &mut PgConnection, course: &Course, review: ReviewId) -> Result<(UserId, bool)> {
    Ok(reviews::table
        .find(review)
        .filter(reviews::course_id.eq(course.id))
        .filter(reviews::hidden_at.is_null())
        .select((reviews::user_id, reviews::replied_at.is_not_null()))
        .for_no_key_update()
        .first(conn)?)
}

fn tell_author(conn: &mut PgConnection, course: &Course, author: UserId) -> Result<()> {
    let notice = Notice {
        kind: Event::ReviewReplied,
        message: text!("reviews-notice-replied", title = course.title.clone()),
        link: format!("{}/reviews", course.path()),
    };
    Ok(notifications::notify_in(
        conn,
        course.id,
        &[author],
        &notice,
    )?)
}
