//! What waits for a moderator: reviews that were reported, with who said what of them; and those that are hidden.

use std::collections::HashMap;

use askama::Template;
use chrono::{DateTime, Utc};
use diesel::dsl::exists;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use i18n_embed_fl::fl;
use serde::Deserialize;

use super::{ReviewId, rating};
use crate::courses::model::CourseId;
use crate::error::Result;
use crate::i18n::{self, Loader};
use crate::markdown::{self, SafeHtml};
use crate::schema::{courses, review_reports, reviews, users};
use crate::web::Page;

const PAGE: usize = 20;

/// What the page is asked for; what can't be read counts as not asked.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Asked {
    /// `hidden`, or anything else for those that were reported.
    show: String,
    before: String,
}

/// A review with its course and its author.
#[derive(Debug, Queryable)]
struct Held {
    id: ReviewId,
    course_id: CourseId,
    course: String,
    author: String,
    rating: i16,
    comment: String,
    /// Empty unless it is hidden.
    hidden_reason: String,
}

impl Held {
    fn stars(&self) -> [bool; 5] {
        rating::stars(self.rating)
    }

    fn path(&self) -> String {
        format!("/courses/{}/reviews/{}", self.course_id, self.id)
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
    is_of_hidden: bool,
    reviews: Vec<Held>,
    reports: HashMap<ReviewId, Vec<Report>>,
    next: String,
}

impl ReviewQueue {
    /// A page of what is asked for, the newest reviews first.
    pub fn load(conn: &mut PgConnection, page: Page, asked: &Asked) -> Result<ReviewQueue> {
        let is_of_hidden = asked.show == "hidden";
        let mut found = held(conn, is_of_hidden, asked.before.parse().unwrap_or(i64::MAX))?;
        let has_more = found.len() > PAGE;
        found.truncate(PAGE);
        let show = if is_of_hidden { "show=hidden&" } else { "" };
        let next = found
            .last()
            .filter(|_| has_more)
            .map(|last| format!("/admin/reviews?{show}before={}", last.id));
        Ok(ReviewQueue {
            l: page.l,
            page,
            is_of_hidden,
            next: next.unwrap_or_default(),
            reports: reports(conn, &found)?,
            reviews: found,
        })
    }

    fn reports_of(&self, review: &Held) -> &[Report] {
        self.reports.get(&review.id).map_or(&[], Vec::as_slice)
    }

    fn rich(&self, text: &str) -> SafeHtml {
        markdown::chat(text)
    }

    fn time(&self, at: &DateTime<Utc>) -> String {
        i18n::date_time(self.page.locale, *at, self.page.time_zone())
    }
}

/// One more than a page if there are more.
fn held(conn: &mut PgConnection, is_of_hidden: bool, before: ReviewId) -> Result<Vec<Held>> {
    let open = review_reports::table
        .filter(review_reports::review_id.eq(reviews::id))
        .filter(review_reports::settled_at.is_null());
    let found = reviews::table
        .inner_join(users::table.on(users::id.eq(reviews::user_id)))
        .inner_join(courses::table)
        .filter(reviews::id.lt(before))
        .order(reviews::id.desc())
        .limit(PAGE as i64 + 1)
        .select((
            reviews::id,
            courses::id,
            courses::title,
            users::display_name,
            reviews::rating,
            reviews::comment,
            reviews::hidden_reason,
        ));
    Ok(match is_of_hidden {
        true => found.filter(reviews::hidden_at.is_not_null()).load(conn)?,
        false => found.filter(exists(open)).load(conn)?,
    })
}

fn reports(conn: &mut PgConnection, reviews: &[Held]) -> Result<HashMap<ReviewId, Vec<Report>>> {
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
