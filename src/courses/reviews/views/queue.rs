//! The list of reviews that wait for a moderator or are hidden, as a page and as CSV.

use askama::Template;
use chrono::{DateTime, Utc};
use i18n_embed_fl::fl;

use crate::courses::reviews::queue::{Asked, Waiting};
use crate::csv::Csv;
use crate::i18n::{self, Loader};
use crate::markdown::{self, SafeHtml};
use crate::web::Page;
use crate::web::listing::{Head, Listing, Rows};

#[derive(Template)]
#[template(path = "reviews/queue.html")]
pub struct ReviewQueue {
    l: Loader,
    page: Page,
    asked: Asked,
    found: Rows<Waiting>,
}

impl ReviewQueue {
    /// `rows` as the query brings them, perhaps one more than a page.
    pub fn new(page: Page, asked: Asked, rows: Vec<Waiting>) -> ReviewQueue {
        ReviewQueue {
            l: page.l,
            page,
            found: Rows::cut(&asked, rows, |last| asked.place_of(last)),
            asked,
        }
    }

    fn heads(&self) -> [Head; 2] {
        [
            self.asked.head("written", fl!(self.l, "reviews-written")),
            self.asked.head("rating", fl!(self.l, "reviews-rating")),
        ]
    }

    /// This page of the list, to come back to.
    fn here(&self) -> String {
        let asked = &self.asked;
        asked.address(Asked::PATH, asked.sort(), &asked.after)
    }

    fn rich(&self, text: &str) -> SafeHtml {
        markdown::chat(text)
    }

    fn time(&self, at: &DateTime<Utc>) -> String {
        i18n::date_time(self.page.locale, *at, self.page.time_zone())
    }
}

/// A line a review; moments in UTC.
pub fn csv(l: Loader, rows: &[Waiting]) -> String {
    let mut csv = Csv::new();
    csv.line(&[
        fl!(l, "orders-course"),
        fl!(l, "reports-author"),
        fl!(l, "reviews-rating"),
        fl!(l, "reports-words"),
        fl!(l, "reviews-written"),
        fl!(l, "reports-reason"),
        fl!(l, "reviews-hidden-at"),
        fl!(l, "reviews-hidden-because"),
    ]);
    for Waiting { review, reports } in rows {
        let reasons: Vec<&str> = reports.iter().map(|one| one.reason.as_str()).collect();
        csv.line(&[
            review.course.clone(),
            i18n::name_of(&review.author, l).into_owned(),
            review.rating.to_string(),
            review.comment.clone(),
            review.created_at.to_rfc3339(),
            reasons.join("\n"),
            review
                .hidden_at
                .map(|at| at.to_rfc3339())
                .unwrap_or_default(),
            review.hidden_reason.clone(),
        ]);
    }
    csv.finish()
}
