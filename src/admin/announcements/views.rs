//! The pages of announcements.

use askama::Template;
use chrono::Utc;
use i18n_embed_fl::fl;

use super::form::AnnouncementForm;
use crate::error::Errors;
use crate::i18n::{self, Loader};
use crate::site::{Announcement, PAGE};
use crate::web::Page;

#[derive(Template)]
#[template(path = "admin/announcements.html")]
pub(super) struct Announcements {
    l: Loader,
    page: Page,
    rows: Vec<Announcement>,
    form: AnnouncementForm,
    errors: Errors,
    has_older: bool,
}

impl Announcements {
    pub(super) fn new(
        page: Page,
        mut rows: Vec<Announcement>,
        form: AnnouncementForm,
        errors: Errors,
    ) -> Announcements {
        let has_older = rows.len() as i64 > PAGE;
        rows.truncate(PAGE as usize);
        Announcements {
            l: page.l,
            page,
            rows,
            form,
            errors,
            has_older,
        }
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

    /// The tone and the word of its tag. Only told: what is shown goes by the database's clock.
    fn state(&self, row: &Announcement) -> (&'static str, String) {
        let now = Utc::now();
        if row.ends_at.is_some_and(|end| end <= now) {
            ("", fl!(self.l, "admin-announcement-over"))
        } else if row.starts_at > now {
            ("amber", fl!(self.l, "admin-announcement-planned"))
        } else {
            ("jade", fl!(self.l, "admin-announcement-on"))
        }
    }

    fn older(&self) -> String {
        match self.rows.last() {
            Some(last) if self.has_older => format!("/admin/announcements?before={}", last.id),
            _ => String::new(),
        }
    }
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
