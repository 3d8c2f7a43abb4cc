//! Lists of rooms as pages and fragments.

use askama::Template;
use chrono::Datelike;
use diesel::pg::PgConnection;
use i18n_embed_fl::fl;

use super::cursor::Cursor;
use super::queries::{self, Listed, Shelf};
use crate::error::Result;
use crate::i18n::{self, Loader};
use crate::live::Status;
use crate::web::Page;

#[derive(Template)]
#[template(path = "live/list.html")]
pub struct Overview {
    l: Loader,
    page: Page,
    on_now: Vec<Listed>,
    planned: Shelf,
    replays: Shelf,
    /// The teacher's own classes that nobody is told of yet.
    undated: Vec<Listed>,
}

impl Overview {
    pub fn load(
        conn: &mut PgConnection,
        page: Page,
        planned_after: Option<Cursor>,
        replays_before: Option<Cursor>,
    ) -> Result<Overview> {
        let viewer = page.viewer.as_ref();
        let teacher = viewer.filter(|viewer| viewer.is_teacher());
        Ok(Overview {
            l: page.l,
            on_now: queries::on_now(conn, viewer, 50)?,
            planned: queries::upcoming_shelf(conn, viewer, planned_after)?,
            replays: queries::replay_shelf(conn, viewer, replays_before)?,
            undated: match teacher {
                Some(teacher) => queries::undated(conn, teacher)?,
                None => Vec::new(),
            },
            page,
        })
    }

    fn is_empty(&self) -> bool {
        self.on_now.is_empty()
            && self.planned.rows.is_empty()
            && self.replays.rows.is_empty()
            && self.undated.is_empty()
    }

    fn may_teach(&self) -> bool {
        self.page
            .viewer
            .as_ref()
            .is_some_and(|viewer| viewer.is_teacher())
    }

    fn more_planned(&self) -> String {
        let link = |next| format!("/live?planned_after={next}");
        self.planned.next.map(link).unwrap_or_default()
    }

    fn older_replays(&self) -> String {
        let link = |next| format!("/live?replays_before={next}");
        self.replays.next.map(link).unwrap_or_default()
    }
}

/// The classes of a course, on that course's page.
#[derive(Template)]
#[template(path = "live/_of_course.html")]
pub struct OfCourse {
    pub l: Loader,
    pub page: Page,
    pub rooms: Vec<Listed>,
}

/// The dot in the header while something is on.
#[derive(Template)]
#[template(path = "live/_badge.html")]
pub struct Badge {
    pub l: Loader,
    pub is_on: bool,
}

impl Listed {
    /// The day of the month in the reader's time zone, large in the list.
    pub fn day(&self, page: &Page) -> String {
        let local = |at: chrono::DateTime<chrono::Utc>| at.with_timezone(&page.time_zone()).day();
        self.at()
            .map_or_else(|| "—".into(), |at| local(at).to_string())
    }

    pub fn month(&self, page: &Page) -> String {
        let Some(at) = self.at() else {
            return fl!(page.l, "live-list-undated");
        };
        i18n::month(page.locale, at, page.time_zone())
    }

    /// What the list says about its time: since when it is on, when it begins, how long it was.
    pub fn when(&self, page: &Page) -> String {
        let Some(at) = self.at() else {
            return String::new();
        };
        let time = i18n::date_time(page.locale, at, page.time_zone());
        match (self.room.status, self.room.started_at) {
            (Status::Planned, _) => fl!(page.l, "live-list-begins", time = time),
            (Status::Live, _) => fl!(page.l, "live-list-since", time = time),
            (Status::Ended, Some(begun)) => {
                let length = i18n::clock((at - begun).num_milliseconds());
                fl!(page.l, "live-list-lasted", time = time, length = length)
            }
            (Status::Ended, None) => time,
        }
    }
}
