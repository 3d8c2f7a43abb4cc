//! The page: figures first, plots second, their tables behind them.

use askama::Template;
use chrono::{DateTime, Utc};
use diesel::pg::PgConnection;
use i18n_embed_fl::fl;

use super::plot::{self, Plot};
use super::queries::{self, Figures, Point};
use crate::error::Result;
use crate::i18n::{self, Loader};
use crate::live::Room;
use crate::live::polls::{self, Poll};
use crate::web::Page;

#[derive(Template)]
#[template(path = "live/statistics.html")]
pub struct Statistics {
    pub l: Loader,
    pub page: Page,
    pub room: Room,
    pub figures: Figures,
    pub viewers: Vec<Point>,
    pub messages: Vec<Point>,
    pub polls: Vec<Poll>,
}

/// One plot with its table.
struct Series<'a> {
    id: &'static str,
    title: String,
    points: &'a [Point],
    plot: Option<Plot>,
}

impl Statistics {
    pub fn load(conn: &mut PgConnection, page: Page, room: Room) -> Result<Statistics> {
        Ok(Statistics {
            l: page.l,
            figures: queries::figures(conn, room.id)?,
            viewers: queries::viewers_by_minute(conn, room.id)?,
            messages: queries::messages_by_minute(conn, room.id)?,
            polls: polls::asked_in(conn, room.id)?,
            room,
            page,
        })
    }

    fn series(&self) -> [Series<'_>; 2] {
        [
            Series {
                id: "viewers",
                title: fl!(self.l, "live-statistics-viewers"),
                points: &self.viewers,
                plot: Plot::of(&self.viewers),
            },
            Series {
                id: "messages",
                title: fl!(self.l, "live-statistics-messages"),
                points: &self.messages,
                plot: Plot::of(&plot::fill_minutes(&self.messages)),
            },
        ]
    }

    fn message_count(&self) -> i64 {
        self.messages.iter().map(|point| point.count).sum()
    }

    fn average(&self) -> String {
        i18n::clock(i64::from(self.figures.average_watch_time) * 1000)
    }

    fn time(&self, at: &DateTime<Utc>) -> String {
        let local = at.with_timezone(&self.page.time_zone());
        local.format("%H:%M").to_string()
    }

    /// When the class took place.
    fn when(&self) -> String {
        let Some(begun) = self.room.started_at else {
            return fl!(self.l, "live-statistics-not-begun");
        };
        i18n::full_date_time(self.page.locale, begun, self.page.time_zone())
    }
}
