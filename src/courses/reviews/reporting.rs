//! Asking a moderator to look at a review.

use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{BigInt, Text};

use super::ReviewId;
use super::form::ReasonForm;
use crate::courses::access::visible;
use crate::courses::model::CourseId;
use crate::error::{AppError, Result};
use crate::schema::reviews;
use crate::text;
use crate::web::{UserId, Viewer};

/// One report per person and review. A settled one is opened again only by what its author has changed since, so that
/// nobody asks twice about the same words.
const REPORT: &str = "INSERT INTO review_reports (review_id, reporter_id, reason) VALUES ($1, $2, $3)
    ON CONFLICT ON CONSTRAINT review_reports_once
    DO UPDATE SET reason = excluded.reason, created_at = now(), settled_at = NULL, settled_by = NULL, outcome = NULL
    WHERE review_reports.settled_at < (SELECT edited_at FROM reviews WHERE id = excluded.review_id)";

/// Reports a review. A second time changes nothing.
///
/// # Errors
/// `NotFound` for a review that they do not see; `Conflict` for their own; `Invalid` without a reason.
pub fn report(
    conn: &mut PgConnection,
    viewer: &Viewer,
    course: CourseId,
    review: ReviewId,
    form: &ReasonForm,
) -> Result<()> {
    conn.transaction(|conn| {
        let course = visible(conn, Some(viewer), course)?;
        let author: UserId = reviews::table
            .find(review)
            .filter(reviews::course_id.eq(course.id))
            .filter(reviews::hidden_at.is_null())
            .select(reviews::user_id)
            .first(conn)?;
        if author == viewer.id {
            return Err(AppError::Conflict(text!("reviews-own-report")));
        }
        sql_query(REPORT)
            .bind::<BigInt, _>(review)
            .bind::<BigInt, _>(viewer.id)
            .bind::<Text, _>(form.check()?)
            .execute(conn)?;
        Ok(())
    })
}
