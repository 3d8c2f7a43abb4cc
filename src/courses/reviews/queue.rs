//! What waits for a moderator: reviews that were reported, with who said what of them.

use std::collections::HashMap;

use askama::Template;
use chrono::{DateTime, Utc};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use i18n_embed_fl::fl;

use super::{ReviewId, rating};
use crate::courses::model::CourseId;
use crate::error::Result;
use crate::i18n::{self, Loader};
use crate::markdown::{self, SafeHtml};
use crate::schema::{courses, review_reports, reviews, users};
use crate::web::Page;

const PAGE: usize = 20;

/// A review with its course and its author.
#[derive(Debug, Queryable)]
struct Reported {
    id: ReviewId,
    course_id: CourseId,
    course: String,
    author: String,
    rating: i16,
    comment: String,
}

impl Reported {
    fn stars(&self) -> [bool; 5] {
        rating::stars(self.rating)
    }
}

/// Who reported a review, why and when.
#[derive(Debug, Queryable)]
struct Report {
    review_id: ReviewId,
    reporter: String,
    reason: String,
    created_at: DateTime<Utc>,
}

#[derive(Template)]
#[template(path = "reviews/queue.html")]
pub struct ReviewQueue {
    l: Loader,
    page: Page,
    reviews: Vec<Reported>,
    reports: HashMap<ReviewId, Vec<Report>>,
    next: String,
}

impl ReviewQueue {
    /// The newest reviews with open reports, older than `before` where given.
    pub fn load(
        conn: &mut PgConnection,
        page: Page,
        before: Option<ReviewId>,
    ) -> Result<ReviewQueue> {
        let open = review_reports::table
            .filter(review_reports::review_id.eq(reviews::id))
            .filter(review_reports::settled_at.is_null());
        let mut found: Vec<Reported> = reviews::table
            .inner_join(users::table.on(users::id.eq(reviews::user_id)))
            .inner_join(courses::table)
            .filter(diesel::dsl::exists(open))
            .filter(reviews::id.lt(before.unwrap_or(i64::MAX)))
            .order(reviews::id.desc())
            .limit(PAGE as i64 + 1)
            .select((
                reviews::id,
                courses::id,
                courses::title,
                users::display_name,
                reviews::rating,
                reviews::comment,
            ))
            .load(conn)?;
        let has_more = found.len() > PAGE;
        found.truncate(PAGE);
        let next = found.last().filter(|_| has_more);
        Ok(ReviewQueue {
            l: page.l,
            page,
            next: next.map_or_else(String::new, |last| {
                format!("/admin/reviews?before={}", last.id)
            }),
            reports: reports(conn, &found)?,
            reviews: found,
        })
    }

    fn reports_of(&self, review: &Reported) -> &[Report] {
        self.reports.get(&review.id).map_or(&[], Vec::as_slice)
    }

    fn comment(&self, review: &Reported) -> SafeHtml {
        markdown::chat(&review.comment)
    }

    fn time(&self, at: &DateTime<Utc>) -> String {
        i18n::date_time(self.page.locale, *at, self.page.time_zone())
    }
}

fn reports(
    conn: &mut PgConnection,
    reviews: &[Reported],
) -> Result<HashMap<ReviewId, Vec<Report>>> {
    let ids: Vec<ReviewId> = reviews.iter().map(|review| review.id).collect();
    let rows: Vec<Report> = review_reports::table
        .inner_join(users::table.on(users::id.eq(review_reports::reporter_id)))
        .filter(review_reports::review_id.eq_any(ids))
        .filter(review_reports::settled_at.is_null())
        .order(review_reports::id)
        .select((
            review_reports::review_id,
            users::display_name,
            review_reports::reason,
            review_reports::created_at,
        ))
        .load(conn)?;
    let mut of_review: HashMap<ReviewId, Vec<Report>> = HashMap::new();
    for report in rows {
        of_review.entry(report.review_id).or_default().push(report);
    }
    Ok(of_review)
}
