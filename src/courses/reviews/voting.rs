//! Finding a review useful, and no longer.

use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::ReviewId;
use crate::courses::access::{staff_role, visible};
use crate::courses::model::CourseId;
use crate::error::{AppError, Result};
use crate::schema::{review_votes, reviews};
use crate::text;
use crate::web::{UserId, Viewer};

/// Says whether the viewer finds a review useful, and how many do. Saying it again changes nothing.
///
/// # Errors
/// `NotFound` for a review that they do not see, and for the staff of the course, who have an interest in it; `Conflict`
/// for their own.
pub fn vote(
    conn: &mut PgConnection,
    viewer: &Viewer,
    course: CourseId,
    review: ReviewId,
    is_useful: bool,
) -> Result<i32> {
    conn.transaction(|conn| {
        let course = visible(conn, Some(viewer), course)?;
        if staff_role(conn, viewer, course.id)?.is_some() {
            return Err(AppError::NotFound);
        }
        let shown = reviews::table
            .find(review)
            .filter(reviews::course_id.eq(course.id))
            .filter(reviews::hidden_at.is_null());
        let author: UserId = shown.select(reviews::user_id).first(conn)?;
        if author == viewer.id {
            return Err(AppError::Conflict(text!("reviews-own-vote")));
        }
        match is_useful {
            true => diesel::insert_into(review_votes::table)
                .values((
                    review_votes::review_id.eq(review),
                    review_votes::user_id.eq(viewer.id),
                ))
                .on_conflict_do_nothing()
                .execute(conn)?,
            false => diesel::delete(review_votes::table.find((review, viewer.id))).execute(conn)?,
        };
        Ok(shown.select(reviews::useful_count).first(conn)?)
    })
}
