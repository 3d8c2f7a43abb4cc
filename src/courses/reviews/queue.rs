//! What waits for a moderator: reviews that were reported, with who said what of them; and those that are hidden.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::dsl::exists;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::SmallInt;
use serde::Deserialize;

use super::{ReviewId, rating};
use crate::courses::model::CourseId;
use crate::error::Result;
use crate::keyset;
use crate::schema::{courses, review_reports, reviews, users};
use crate::search;
use crate::web::Admin;
use crate::web::listing::{Listing, Sort, place};

/// What the page is asked for; what can't be read counts as not asked.
#[derive(Clone, Debug, Deserialize, Default)]
#[serde(default)]
pub struct Asked {
    /// `hidden`, or anything else for those that were reported.
    pub show: String,
    /// Part of the author's name, of the title of the course, of the review, or of why it is hidden.
    pub q: String,
    pub sort: String,
    pub after: String,
}

impl Listing for Asked {
    const PATH: &'static str = "/admin/reviews";
    const COLUMNS: &'static [Sort] = &[Sort::down("written"), Sort::up("rating")];

    fn filters(&self) -> Vec<(&'static str, &str)> {
        let show = if self.is_of_hidden() { "hidden" } else { "" };
        vec![("show", show), ("q", &self.q)]
    }

    fn typed_sort(&self) -> &str {
        &self.sort
    }
}

impl Asked {
    pub fn is_of_hidden(&self) -> bool {
        self.show == "hidden"
    }

    /// Where a review stands in the list.
    pub fn place_of(&self, waiting: &Waiting) -> String {
        let review = &waiting.review;
        match self.sort().column {
            "rating" => format!("{}~{}", review.rating, review.id),
            _ => format!("{0}~{0}", review.id),
        }
    }
}

/// A review with its course and its author.
#[derive(Debug, Queryable)]
pub struct Held {
    pub id: ReviewId,
    pub course_id: CourseId,
    pub course: String,
    pub author: String,
    pub rating: i16,
    pub comment: String,
    pub created_at: DateTime<Utc>,
    pub hidden_at: Option<DateTime<Utc>>,
    /// Empty unless it is hidden.
    pub hidden_reason: String,
}

impl Held {
    pub fn stars(&self) -> [bool; 5] {
        rating::stars(self.rating)
    }

    pub fn path(&self) -> String {
        format!("/courses/{}/reviews/{}", self.course_id, self.id)
    }
}

/// Who reported a review, why and when.
#[derive(Debug, Queryable)]
pub struct Report {
    review_id: ReviewId,
    pub reporter: String,
    pub reason: String,
    pub created_at: DateTime<Utc>,
}

/// A review, and what has been said against it and is not settled.
pub struct Waiting {
    pub review: Held,
    pub reports: Vec<Report>,
}

/// The reviews that fit, in the order that is asked for.
pub fn find(conn: &mut PgConnection, _: &Admin, asked: &Asked, limit: i64) -> Result<Vec<Waiting>> {
    let found = held(conn, asked, limit)?;
    let mut reports = reports(conn, &found)?;
    let with_reports = |review: Held| Waiting {
        reports: reports.remove(&review.id).unwrap_or_default(),
        review,
    };
    Ok(found.into_iter().map(with_reports).collect())
}

fn held(conn: &mut PgConnection, asked: &Asked, limit: i64) -> Result<Vec<Held>> {
    let open = review_reports::table
        .filter(review_reports::review_id.eq(reviews::id))
        .filter(review_reports::settled_at.is_null());
    let mut rows = reviews::table
        .inner_join(users::table.on(users::id.eq(reviews::user_id)))
        .inner_join(courses::table)
        .limit(limit)
        .select((
            reviews::id,
            courses::id,
            courses::title,
            users::display_name,
            reviews::rating,
            reviews::comment,
            reviews::created_at,
            reviews::hidden_at,
            reviews::hidden_reason,
        ))
        .into_boxed();
    rows = match asked.is_of_hidden() {
        true => rows.filter(reviews::hidden_at.is_not_null()),
        false => rows.filter(exists(open)),
    };
    let words = asked.q.trim();
    if !words.is_empty() {
        let like = search::like_anywhere(words);
        let holds = users::display_name
            .ilike(like.clone())
            .or(courses::title.ilike(like.clone()))
            .or(reviews::comment.ilike(like.clone()))
            .or(reviews::hidden_reason.ilike(like));
        rows = rows.filter(holds);
    }
    let (sort, after) = (asked.sort(), asked.after.as_str());
    rows = match sort.column {
        "rating" => {
            keyset!(rows, sort, place::<i16>(after), "reviews.rating": SmallInt, "reviews.id")
        }
        _ => keyset!(rows, sort, place::<i64>(after), "reviews.id": BigInt, "reviews.id"),
    };
    Ok(rows.load(conn)?)
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
