//! The list of classes.

use askama::Template;
use i18n_embed_fl::fl;

use crate::i18n::{self, Loader};
use crate::live::{CLASSES_PAGE, Class, ClassFilter, Status};
use crate::web::{Page, with_query};

#[derive(Template)]
#[template(path = "admin/live.html")]
pub(super) struct Classes {
    l: Loader,
    page: Page,
    filter: ClassFilter,
    rows: Vec<Class>,
    has_older: bool,
}

impl Classes {
    pub(super) fn new(page: Page, filter: ClassFilter, mut rows: Vec<Class>) -> Classes {
        let has_older = rows.len() > CLASSES_PAGE;
        rows.truncate(CLASSES_PAGE);
        Classes {
            l: page.l,
            page,
            filter,
            rows,
            has_older,
        }
    }

    fn statuses(&self) -> [(&'static str, String); 4] {
        [
            ("", fl!(self.l, "admin-live-open")),
            (Status::Live.name(), fl!(self.l, "admin-live-on")),
            (Status::Planned.name(), fl!(self.l, "admin-live-planned")),
            (Status::Ended.name(), fl!(self.l, "admin-live-over")),
        ]
    }

    fn status(&self, row: &Class) -> String {
        match row.status {
            Status::Live => fl!(self.l, "admin-live-on"),
            Status::Planned => fl!(self.l, "admin-live-planned"),
            Status::Ended => fl!(self.l, "admin-live-over"),
        }
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

    fn older(&self) -> String {
        match self.rows.last() {
            Some(last) if self.has_older => {
                let before = last.id.to_string();
                let pairs = [
                    ("q", self.filter.q.as_str()),
                    ("status", self.filter.status.as_str()),
                    ("before", before.as_str()),
                ];
                with_query("/admin/live", &pairs)
            }
            _ => String::new(),
        }
    }
}
