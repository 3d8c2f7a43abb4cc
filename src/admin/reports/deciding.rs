//! What is decided about a report, by the ability of the subject that it is of.

use diesel::pg::PgConnection;
use diesel::prelude::*;
use serde::Deserialize;

use super::kinds::Kind;
use super::queries::Filter;
use crate::error::{AppError, Result};
use crate::live::{self, Streams};
use crate::schema::{review_reports, reviews};
use crate::state::App;
use crate::web::Admin;
use crate::{chat, courses};

/// The form beside a report.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Decision {
    /// `uphold`, or anything else to let the thing stand.
    pub act: String,
    pub reason: String,
    /// The list as it was filtered: what follows `?` in its address.
    pub list: String,
}

impl Decision {
    pub(super) fn is_upheld(&self) -> bool {
        self.act == "uphold"
    }

    /// The list that it was made on.
    pub(super) fn filter(&self) -> Filter {
        serde_urlencoded::from_str(&self.list).unwrap_or_default()
    }
}

/// Deletes or hides what the report is about, or lets it stand. All reports of it are settled.
///
/// # Errors
/// `NotFound`; `Invalid` without a reason for what goes; `Conflict` for a review that is hidden already.
pub(super) async fn decide(
    app: &App,
    streams: &Streams,
    admin: &Admin,
    (kind, report): (Kind, i64),
    decision: &Decision,
) -> Result<()> {
    let (reason, is_upheld) = (decision.reason.clone(), decision.is_upheld());
    let by = Admin(admin.0.clone());
    match (kind, is_upheld) {
        (Kind::Message, true) => chat::delete_reported(app, admin, report, &reason).await,
        (Kind::Message, false) => {
            let dismiss = move |conn: &mut _| chat::dismiss_reported(conn, &by, report, &reason);
            app.db.run(dismiss).await
        }
        (Kind::LiveMessage, true) => live::delete_reported(app, admin, report, &reason).await,
        (Kind::LiveMessage, false) => {
            live::dismiss_reported(app, streams, admin, report, &reason).await
        }
        (Kind::LessonDanmaku, _) => {
            let settle = move |conn: &mut PgConnection| match is_upheld {
                true => courses::delete_reported_danmaku(conn, &by, report, &reason),
                false => courses::dismiss_reported_danmaku(conn, &by, report, &reason),
            };
            app.db.run(settle).await
        }
        (Kind::Review, _) => {
            let settle = move |conn: &mut PgConnection| {
                let (course, review) = review_of(conn, report)?;
                match is_upheld {
                    true => courses::hide_review(conn, &by, course, review, &reason),
                    false => courses::dismiss_review_reports(conn, &by, course, review, &reason),
                }
            };
            app.db.run(settle).await?;
            courses::forget_catalogue(app);
            Ok(())
        }
    }
}

/// Brings back what was deleted or hidden.
///
/// # Errors
/// `NotFound`; `Conflict` for a review that is in sight.
pub(super) async fn undo(app: &App, admin: &Admin, (kind, report): (Kind, i64)) -> Result<()> {
    match kind {
        Kind::Message => chat::restore_reported(app, admin, report).await,
        Kind::LiveMessage => live::restore_reported(app, admin, report).await,
        Kind::LessonDanmaku => {
            let by = Admin(admin.0.clone());
            let restore = move |conn: &mut _| courses::restore_reported_danmaku(conn, &by, report);
            app.db.run(restore).await
        }
        Kind::Review => {
            let by = Admin(admin.0.clone());
            let restore = move |conn: &mut PgConnection| {
                let (course, review) = review_of(conn, report)?;
                courses::restore_review(conn, &by, course, review)
            };
            app.db.run(restore).await?;
            courses::forget_catalogue(app);
            Ok(())
        }
    }
}

/// What a message between two people says, for the list does not tell. That it was read is noted.
///
/// # Errors
/// `NotFound`, also for what the list tells anyway.
pub(super) async fn read(app: &App, admin: &Admin, (kind, report): (Kind, i64)) -> Result<String> {
    if kind != Kind::Message {
        return Err(AppError::NotFound);
    }
    let by = Admin(admin.0.clone());
    app.db
        .run(move |conn| chat::read_reported(conn, &by, report))
        .await
}

fn review_of(conn: &mut PgConnection, report: i64) -> Result<(courses::CourseId, i64)> {
    Ok(review_reports::table
        .inner_join(reviews::table)
        .filter(review_reports::id.eq(report))
        .select((reviews::course_id, reviews::id))
        .first(conn)?)
}
