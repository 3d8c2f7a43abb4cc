//! The list of classes.

use askama::Template;
use i18n_embed_fl::fl;

use crate::csv::Csv;
use crate::i18n::{self, Loader};
use crate::live::{Class, ClassFilter, Status};
use crate::web::Page;
use crate::web::listing::{Head, Listing, Rows};

#[derive(Template)]
#[template(path = "admin/live.html")]
pub(super) struct Classes {
    l: Loader,
    page: Page,
    filter: ClassFilter,
    found: Rows<Class>,
}

fn status_name(l: Loader, status: Status) -> String {
    match status {
        Status::Live => fl!(l, "admin-live-on"),
        Status::Planned => fl!(l, "admin-live-planned"),
        Status::Ended => fl!(l, "admin-live-over"),
    }
}

impl Classes {
    /// `rows` as the query brings them, perhaps one more than a page.
    pub(super) fn new(page: Page, filter: ClassFilter, rows: Vec<Class>) -> Classes {
        Classes {
            l: page.l,
            page,
            found: Rows::cut(&filter, rows, |last| filter.place_of(last)),
            filter,
        }
    }

    fn heads(&self) -> [Head; 3] {
        [
            self.filter.head("made", fl!(self.l, "admin-live-made")),
            self.filter.head("begins", fl!(self.l, "admin-live-begins")),
            self.filter.head("title", fl!(self.l, "admin-live-name")),
        ]
    }

    fn statuses(&self) -> [(&'static str, String); 4] {
        [
            ("", fl!(self.l, "admin-live-open")),
            (Status::Live.name(), status_name(self.l, Status::Live)),
            (Status::Planned.name(), status_name(self.l, Status::Planned)),
            (Status::Ended.name(), status_name(self.l, Status::Ended)),
        ]
    }

    fn status(&self, row: &Class) -> String {
        status_name(self.l, row.status)
    }

    fn tone(&self, row: &Class) -> &'static str {
        match row.status {
            Status::Live => "live",
            Status::Planned => "amber",
            Status::Ended => "",
        }
    }

    fn when(&self, row: &Class) -> String {
        let at = row.started_at.or(row.start_time);
        at.map_or_else(
            || "–".into(),
            |at| i18n::full_date_time(self.page.locale, at, self.page.time_zone()),
        )
    }
}

/// A line a class; moments in UTC.
pub(super) fn csv(l: Loader, rows: &[Class]) -> String {
    let mut csv = Csv::new();
    csv.line(&[
        fl!(l, "admin-live-class"),
        fl!(l, "admin-live-teacher"),
        fl!(l, "orders-course"),
        fl!(l, "orders-status"),
        fl!(l, "admin-live-begins"),
        fl!(l, "admin-live-ends"),
    ]);
    let time = |at: Option<chrono::DateTime<chrono::Utc>>| at.map(|at| at.to_rfc3339());
    for row in rows {
        csv.line(&[
            row.title.clone(),
            i18n::username_of(&row.teacher, l).into_owned(),
            row.course.clone().unwrap_or_default(),
            status_name(l, row.status),
            time(row.started_at.or(row.start_time)).unwrap_or_default(),
            time(row.end_time).unwrap_or_default(),
        ]);
    }
    csv.finish()
}
