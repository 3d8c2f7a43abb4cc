//! The pages of announcements.

use askama::Template;
use chrono::Utc;
use i18n_embed_fl::fl;

use super::form::AnnouncementForm;
use crate::csv::Csv;
use crate::error::Errors;
use crate::i18n::{self, Loader};
use crate::site::{Announcement, AnnouncementFilter};
use crate::web::Page;
use crate::web::listing::{Head, Listing, Rows};

#[derive(Template)]
#[template(path = "admin/announcements.html")]
pub(super) struct Announcements {
    l: Loader,
    page: Page,
    filter: AnnouncementFilter,
    found: Rows<Announcement>,
    form: AnnouncementForm,
    errors: Errors,
}

/// The tone and the word of its tag. Only told: what is shown goes by the database's clock.
fn state_of(l: Loader, row: &Announcement) -> (&'static str, String) {
    let now = Utc::now();
    if row.ends_at.is_some_and(|end| end <= now) {
        ("", fl!(l, "admin-announcement-over"))
    } else if row.starts_at > now {
        ("amber", fl!(l, "admin-announcement-planned"))
    } else {
        ("jade", fl!(l, "admin-announcement-on"))
    }
}

impl Announcements {
    /// `rows` as the query brings them, perhaps one more than a page.
    pub(super) fn new(
        page: Page,
        filter: AnnouncementFilter,
        rows: Vec<Announcement>,
        form: AnnouncementForm,
        errors: Errors,
    ) -> Announcements {
        Announcements {
            l: page.l,
            page,
            found: Rows::cut(&filter, rows, |last| format!("{0}~{0}", last.id)),
            filter,
            form,
            errors,
        }
    }

    fn heads(&self) -> [Head; 1] {
        [self
            .filter
            .head("made", fl!(self.l, "admin-announcement-made"))]
    }

    fn states(&self) -> [(&'static str, String); 3] {
        [
            ("shown", fl!(self.l, "admin-announcement-on")),
            ("planned", fl!(self.l, "admin-announcement-planned")),
            ("over", fl!(self.l, "admin-announcement-over")),
        ]
    }

    fn error(&self, field: &str) -> String {
        self.errors.of(field, self.l).unwrap_or_default()
    }

    /// From when to when.
    fn span(&self, row: &Announcement) -> String {
        let time = |at| i18n::full_date_time(self.page.locale, at, self.page.time_zone());
        let until = match row.ends_at {
            Some(end) => time(end),
            None => fl!(self.l, "admin-announcement-open"),
        };
        fl!(
            self.l,
            "admin-announcement-span",
            from = time(row.starts_at),
            until = until
        )
    }

    fn state(&self, row: &Announcement) -> (&'static str, String) {
        state_of(self.l, row)
    }
}

/// A line an announcement; moments in UTC.
pub(super) fn csv(l: Loader, rows: &[Announcement]) -> String {
    let mut csv = Csv::new();
    csv.line(&[
        fl!(l, "admin-announcement-words"),
        fl!(l, "admin-announcement-words-en"),
        fl!(l, "admin-announcement-audience"),
        fl!(l, "admin-announcement-starts"),
        fl!(l, "admin-announcement-ends"),
        fl!(l, "admin-people-state"),
    ]);
    for row in rows {
        let audience = match row.for_teachers {
            true => fl!(l, "admin-announcement-teachers"),
            false => fl!(l, "admin-announcement-all"),
        };
        csv.line(&[
            row.words.clone(),
            row.words_en.clone(),
            audience,
            row.starts_at.to_rfc3339(),
            row.ends_at.map(|at| at.to_rfc3339()).unwrap_or_default(),
            state_of(l, row).1,
        ]);
    }
    csv.finish()
}

#[derive(Template)]
#[template(path = "admin/announcement.html")]
pub(super) struct Edit {
    l: Loader,
    page: Page,
    id: i64,
    form: AnnouncementForm,
    errors: Errors,
}

impl Edit {
    pub(super) fn new(page: Page, id: i64, form: AnnouncementForm, errors: Errors) -> Edit {
        Edit {
            l: page.l,
            page,
            id,
            form,
            errors,
        }
    }

    fn error(&self, field: &str) -> String {
        self.errors.of(field, self.l).unwrap_or_default()
    }
}
