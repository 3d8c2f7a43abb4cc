//! The list of courses, as a page and as CSV.

use askama::Template;
use i18n_embed_fl::fl;

use super::queries::{Filter, Row};
use crate::courses::Status;
use crate::csv::Csv;
use crate::i18n::{self, Loader};
use crate::orders::decimal;
use crate::web::Page;
use crate::web::listing::{Head, Listing, Rows};

#[derive(Template)]
#[template(path = "admin/courses.html")]
pub(super) struct Courses {
    l: Loader,
    page: Page,
    filter: Filter,
    found: Rows<Row>,
}

impl Courses {
    /// `rows` as the query brings them, perhaps one more than a page.
    pub(super) fn new(page: Page, filter: Filter, rows: Vec<Row>) -> Courses {
        Courses {
            l: page.l,
            page,
            found: Rows::cut(&filter, rows, |last| filter.place_of(last)),
            filter,
        }
    }

    fn head(&self, column: &'static str, label: String) -> Head {
        self.filter.head(column, label)
    }

    fn statuses(&self) -> [(&'static str, String); 3] {
        Status::ALL.map(|status| (status.name(), status.label(self.l)))
    }

    fn status(&self, row: &Row) -> String {
        row.status.label(self.l)
    }

    fn tone(&self, row: &Row) -> &'static str {
        match row.status {
            Status::Draft => "amber",
            Status::Published => "jade",
            Status::Archived => "",
        }
    }

    fn price(&self, row: &Row) -> String {
        match row.price_minor {
            0 => fl!(self.l, "courses-free"),
            minor => i18n::money(minor, &row.currency),
        }
    }

    fn day(&self, row: &Row) -> String {
        i18n::date(self.page.locale, row.created_at, self.page.time_zone())
    }
}

/// A line a course; moments in UTC.
pub(super) fn csv(l: Loader, rows: &[Row]) -> String {
    let mut csv = Csv::new();
    csv.line(&[
        fl!(l, "orders-course"),
        fl!(l, "admin-course-owner"),
        fl!(l, "orders-status"),
        fl!(l, "admin-course-learners"),
        fl!(l, "admin-course-price"),
        fl!(l, "orders-currency"),
        fl!(l, "admin-course-created"),
    ]);
    for row in rows {
        csv.line(&[
            row.title.clone(),
            i18n::username_of(&row.owner, l).into_owned(),
            row.status.label(l),
            row.learners.to_string(),
            decimal(row.price_minor),
            row.currency.clone(),
            row.created_at.to_rfc3339(),
        ]);
    }
    csv.finish()
}
