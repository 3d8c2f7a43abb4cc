//! The form of a report, and the list of what waits for the staff.

use askama::Template;
use askama::filters::HtmlSafe;
use chrono::{DateTime, Utc};
use diesel::pg::PgConnection;
use i18n_embed_fl::fl;

use super::queue::{self, Reported};
use super::reporting::Reportable;
use crate::error::{Errors, Result};
use crate::i18n::{self, Loader};
use crate::live::messages::Message;
use crate::live::{Room, RoomId};
use crate::web::Page;

/// The form in which somebody says what is wrong with a message.
#[derive(Template)]
#[template(path = "live/report.html")]
pub(super) struct Report {
    l: Loader,
    page: Page,
    room: Room,
    message: Message,
    is_reported: bool,
    /// The second of the replay that they come from.
    t: Option<u32>,
    reason: String,
    errors: Errors,
}

impl Report {
    pub(super) fn new(page: Page, reportable: Reportable, t: Option<u32>) -> Report {
        Report {
            l: page.l,
            page,
            room: reportable.room,
            message: reportable.message,
            is_reported: reportable.is_reported,
            t,
            reason: String::new(),
            errors: Errors::default(),
        }
    }

    /// The same with what was typed and what is wrong with it.
    pub(super) fn refused(self, reason: String, errors: Errors) -> Report {
        Report {
            reason,
            errors,
            ..self
        }
    }

    /// To the class, or to that second of its replay.
    pub(super) fn way_back(room: RoomId, t: Option<u32>) -> String {
        match t {
            Some(t) => format!("/live/{room}/replay?t={t}"),
            None => format!("/live/{room}"),
        }
    }

    fn back(&self) -> String {
        Report::way_back(self.room.id, self.t)
    }

    fn error(&self) -> String {
        self.errors.of("reason", self.l).unwrap_or_default()
    }
}

/// What waits.
#[derive(Template)]
#[template(path = "live/_reports.html")]
pub struct Reports {
    l: Loader,
    page: Page,
    room: RoomId,
    pub(in crate::live) count: i64,
    reported: Vec<Reported>,
}

impl HtmlSafe for Reports {}

impl Reports {
    /// The caller has made sure that the reader keeps order in the room.
    pub fn load(conn: &mut PgConnection, page: &Page, room: &Room) -> Result<Reports> {
        Ok(Reports {
            l: page.l,
            page: page.clone(),
            room: room.id,
            count: queue::count(conn, room.id)?,
            reported: queue::waiting(conn, room.id)?,
        })
    }

    fn when(&self, at: &DateTime<Utc>) -> String {
        i18n::date_time(self.page.locale, *at, self.page.time_zone())
    }

    fn how_many(&self, one: &Reported) -> String {
        fl!(self.l, "live-reports-reasons", count = one.reports)
    }

    /// Others decide about what the reader has written.
    fn is_own(&self, one: &Reported) -> bool {
        one.message.stamp.user == self.page.viewer_id()
    }
}
