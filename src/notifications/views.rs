//! The list of notifications and the count in the header.

use askama::Template;
use i18n_embed_fl::fl;

use crate::i18n::{Loader, date_time};
use crate::notifications::queries::{Notification, OfCourse, PAGE};
use crate::web::Page;

#[derive(Template)]
#[template(path = "notifications/list.html")]
pub struct List {
    l: Loader,
    page: Page,
    notifications: Vec<Notification>,
    has_older: bool,
    /// The courses that have been muted.
    muted: Vec<OfCourse>,
}

impl List {
    /// `rows` as [`super::queries::list`] returns them: the one beyond the page tells that there are more.
    pub fn new(page: Page, mut rows: Vec<Notification>, muted: Vec<OfCourse>) -> List {
        let has_older = rows.len() as i64 > PAGE;
        rows.truncate(PAGE as usize);
        List {
            l: page.l,
            page,
            notifications: rows,
            has_older,
            muted,
        }
    }

    /// The course of a notification, if it can be muted and is not.
    fn mutable<'a>(&self, row: &'a Notification) -> Option<&'a OfCourse> {
        let course = row.course.as_ref()?;
        let is_muted = self.muted.iter().any(|muted| muted.id == course.id);
        (!is_muted).then_some(course)
    }

    fn newest_unread(&self) -> Option<i64> {
        self.notifications
            .iter()
            .find(|row| !row.is_read)
            .map(|row| row.id)
    }

    fn older(&self) -> String {
        match self.notifications.last() {
            Some(last) if self.has_older => format!("/notifications?before={}", last.id),
            _ => String::new(),
        }
    }

    fn time(&self, row: &Notification) -> String {
        date_time(self.page.locale, row.created_at, self.page.time_zone())
    }
}

#[derive(Template)]
#[template(path = "notifications/_badge.html")]
pub struct Badge {
    l: Loader,
    unread: i64,
}

impl Badge {
    pub fn new(l: Loader, unread: i64) -> Badge {
        Badge { l, unread }
    }
}
