//! Hiding a review with a reason, and showing it again. Only moderators of the platform hide: who teaches a course has an
//! interest in what is said of it, and may only report.

use diesel::dsl::now;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use serde_json::json;

use super::ReviewId;
use super::form::checked_reason;
use crate::courses::audit::note;
use crate::courses::model::CourseId;
use crate::error::{AppError, Result};
use crate::notifications::{self, Event, Notice};
use crate::reporting::{Decision, Outcome};
use crate::schema::{courses, review_reports, reviews};
use crate::text;
use crate::web::{Admin, UserId};

/// Takes a review out of sight and out of the mean; its author is told why. Reports of it are settled.
///
/// # Errors
/// `NotFound` for a review of another course, `Invalid` without a reason, `Conflict` if it is hidden.
pub fn hide(
    conn: &mut PgConnection,
    by: &Admin,
    course: CourseId,
    review: ReviewId,
    reason: &str,
) -> Result<()> {
    conn.transaction(|conn| {
        let (author, is_hidden) = held(conn, course, review)?;
        let reason = checked_reason(reason)?;
        if is_hidden {
            return Err(AppError::Conflict(text!("reviews-hidden-before")));
        }
        diesel::update(reviews::table.find(review))
            .set((
                reviews::hidden_at.eq(now),
                reviews::hidden_by.eq(by.0.id),
                reviews::hidden_reason.eq(&reason),
            ))
            .execute(conn)?;
        settle(conn, review, &Decision::upholding(by.0.id))?;
        note_review(conn, by, "review.hide", (course, review), &reason)?;
        tell_author(conn, course, author, Some(reason))
    })
}

/// Shows a hidden review again, where it stood; its author is told.
///
/// # Errors
/// `NotFound` for a review of another course, `Conflict` if it is not hidden.
pub fn restore(
    conn: &mut PgConnection,
    by: &Admin,
    course: CourseId,
    review: ReviewId,
) -> Result<()> {
    conn.transaction(|conn| {
        let (author, is_hidden) = held(conn, course, review)?;
        if !is_hidden {
            return Err(AppError::Conflict(text!("reviews-shown-before")));
        }
        diesel::update(reviews::table.find(review))
            .set((
                reviews::hidden_at.eq(None::<chrono::DateTime<chrono::Utc>>),
                reviews::hidden_by.eq(None::<UserId>),
                reviews::hidden_reason.eq(""),
            ))
            .execute(conn)?;
        note_review(conn, by, "review.restore", (course, review), "")?;
        tell_author(conn, course, author, None)
    })
}

/// Leaves a reported review in sight. The reason may be empty.
///
/// # Errors
/// `NotFound` for a review of another course, `Invalid` for too long a reason.
pub fn dismiss(
    conn: &mut PgConnection,
    by: &Admin,
    course: CourseId,
    review: ReviewId,
    reason: &str,
) -> Result<()> {
    let reason = match reason.trim() {
        "" => String::new(),
        reason => checked_reason(reason)?,
    };
    conn.transaction(|conn| {
        held(conn, course, review)?;
        settle(conn, review, &Decision::dismissing(by.0.id))?;
        note_review(
            conn,
            by,
            "review.dismiss_reports",
            (course, review),
            &reason,
        )
    })
}

fn held(conn: &mut PgConnection, course: CourseId, review: ReviewId) -> Result<(UserId, bool)> {
    Ok(reviews::table
        .find(review)
        .filter(reviews::course_id.eq(course))
        .select((reviews::user_id, reviews::hidden_at.is_not_null()))
        .for_no_key_update()
        .first(conn)?)
}

fn settle(conn: &mut PgConnection, review: ReviewId, decision: &Decision) -> Result<()> {
    let is_other = review_reports::outcome.is_distinct_from(Outcome::Upheld);
    let is_open = review_reports::settled_at.is_null();
    diesel::update(review_reports::table)
        .filter(review_reports::review_id.eq(review))
        .filter(is_open.or(decision.is_anew.into_sql::<Bool>().and(is_other)))
        .set((
            review_reports::settled_at.eq(now),
            review_reports::settled_by.eq(decision.by),
            review_reports::outcome.eq(decision.outcome),
        ))
        .execute(conn)?;
    Ok(())
}

/// Also whoever has muted the course: it is about what they wrote.
fn tell_author(
    conn: &mut PgConnection,
    course: CourseId,
    author: UserId,
    reason: Option<String>,
) -> Result<()> {
    let title: String = courses::table
        .find(course)
        .select(courses::title)
        .first(conn)?;
    let (kind, message) = match reason {
        Some(reason) => (
            Event::ReviewHidden,
            text!("reviews-notice-hidden", title = title, reason = reason),
        ),
        None => (
            Event::ReviewRestored,
            text!("reviews-notice-restored", title = title),
        ),
    };
    let notice = Notice {
        kind,
        message,
        link: format!("/courses/{course}/reviews"),
    };
    Ok(notifications::notify(conn, &[author], &notice)?)
}

fn note_review(
    conn: &mut PgConnection,
    by: &Admin,
    action: &str,
    (course, review): (CourseId, ReviewId),
    reason: &str,
) -> Result<()> {
    let details = json!({ "course_id": course, "reason": reason });
    note(conn, by.0.id, action, ("review", review), details)
}
