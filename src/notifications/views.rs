//! The list of notifications, the count in the header, and how one is told of what.

use askama::Template;
use i18n_embed_fl::fl;

use super::choices::Choices;
use super::event::Topic;
use super::model::Channel;
use super::settings::box_of;
use super::words;
use crate::i18n::{Loader, date, date_time};
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

    /// The notifications of each day, by the viewer's own clock, under its name.
    fn days(&self) -> Vec<(String, &[Notification])> {
        let zone = self.page.time_zone();
        let day = |row: &Notification| row.created_at.with_timezone(&zone).date_naive();
        let today = chrono::Utc::now().with_timezone(&zone).date_naive();
        let days = self.notifications.chunk_by(|a, b| day(a) == day(b));
        days.map(|rows| {
            let name = match (today - day(&rows[0])).num_days() {
                0 => fl!(self.l, "notifications-today"),
                1 => fl!(self.l, "notifications-yesterday"),
                _ => date(self.page.locale, rows[0].created_at, zone),
            };
            (name, rows)
        })
        .collect()
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

/// How one is told of what.
#[derive(Template)]
#[template(path = "notifications/settings.html")]
pub(super) struct Matrix {
    l: Loader,
    page: Page,
    choices: Choices,
    muted: Vec<OfCourse>,
}

impl Matrix {
    pub(super) fn new(page: Page, choices: Choices, muted: Vec<OfCourse>) -> Matrix {
        Matrix {
            l: page.l,
            page,
            choices,
            muted,
        }
    }

    /// The topics that belong together, under a name.
    fn groups(&self) -> Vec<(String, &'static [Topic])> {
        const ALL: &[Topic] = &Topic::ALL;
        vec![
            (fl!(self.l, "notifications-group-study"), &ALL[..5]),
            (fl!(self.l, "notifications-group-live"), &ALL[5..9]),
            (fl!(self.l, "notifications-group-talk"), &ALL[9..13]),
            (fl!(self.l, "notifications-group-account"), &ALL[13..16]),
            (fl!(self.l, "notifications-group-teaching"), &ALL[16..]),
        ]
    }

    fn name(&self, topic: &Topic) -> String {
        words::name(*topic, self.l)
    }

    fn hint(&self, topic: &Topic) -> String {
        words::hint(*topic, self.l)
    }

    fn channels(&self) -> [(Channel, String); 2] {
        [
            (Channel::Page, fl!(self.l, "notifications-channel-page")),
            (Channel::Mail, fl!(self.l, "notifications-channel-mail")),
        ]
    }

    fn has(&self, topic: &Topic, channel: &Channel) -> bool {
        topic.has(*channel)
    }

    fn box_of(&self, topic: &Topic, channel: &Channel) -> String {
        box_of(*topic, *channel)
    }

    fn is_on(&self, topic: &Topic, channel: &Channel) -> bool {
        self.choices.is_on(*topic, *channel)
    }

    /// The address that no mail goes to yet.
    fn unconfirmed(&self) -> bool {
        let viewer = self.page.viewer.as_ref();
        viewer.is_some_and(|viewer| viewer.unconfirmed_email.is_some())
    }
}

/// Where the link in a mail leads.
#[derive(Template)]
#[template(path = "notifications/unsubscribe.html")]
pub(super) struct Unsubscribing {
    l: Loader,
    page: Page,
    token: String,
    topic: Topic,
    is_on: bool,
}

impl Unsubscribing {
    pub(super) fn new(page: Page, token: String, topic: Topic, is_on: bool) -> Unsubscribing {
        Unsubscribing {
            l: page.l,
            page,
            token,
            topic,
            is_on,
        }
    }

    fn name(&self) -> String {
        words::name(self.topic, self.l)
    }
}
