//! The page: figures first, plots second, their tables behind them.

use askama::Template;
use chrono::{DateTime, Utc};
use diesel::pg::PgConnection;
use i18n_embed_fl::fl;

use super::attendance::{self, Attendant, SHOWN};
use super::earlier::{self, Earlier};
use super::plot;
use super::queries::{self, Figures, Point};
use crate::courses::Plot;
use crate::error::Result;
use crate::i18n::{self, Loader};
use crate::live::Room;
use crate::live::polls::{self, Poll};
use crate::web::Page;

#[derive(Template)]
#[template(path = "live/statistics.html")]
pub struct Statistics {
    l: Loader,
    page: Page,
    room: Room,
    figures: Figures,
    viewers: Vec<Point>,
    retention: Vec<Point>,
    messages: Vec<Point>,
    attendants: Vec<Attendant>,
    earlier: Vec<Earlier>,
    polls: Vec<Poll>,
}

/// One plot with its table.
struct Series<'a> {
    id: &'static str,
    title: String,
    points: &'a [Point],
    plot: Option<Plot>,
    /// Below it: place and time.
    times: Vec<(i64, DateTime<Utc>)>,
}

impl<'a> Series<'a> {
    fn of(id: &'static str, title: String, points: &'a [Point]) -> Series<'a> {
        Series {
            id,
            title,
            points,
            plot: plot::over_time(points),
            times: plot::times(points),
        }
    }
}

impl Statistics {
    /// Whoever asks runs this class.
    pub fn load(conn: &mut PgConnection, page: Page, room: Room) -> Result<Statistics> {
        Ok(Statistics {
            l: page.l,
            figures: queries::figures(conn, room.id)?,
            viewers: queries::viewers_by_minute(conn, room.id)?,
            retention: queries::retention(conn, room.id)?,
            messages: queries::messages_by_minute(conn, room.id)?,
            attendants: attendance::attendants(conn, &room, Some(SHOWN + 1))?,
            earlier: earlier::classes_before(conn, &room)?,
            polls: polls::asked_in(conn, room.id)?,
            room,
            page,
        })
    }

    fn series(&self) -> [Series<'_>; 3] {
        let l = self.l;
        let messages = fl!(l, "live-statistics-messages");
        [
            Series::of("viewers", fl!(l, "live-statistics-viewers"), &self.viewers),
            Series::of(
                "retention",
                fl!(l, "live-statistics-retention"),
                &self.retention,
            ),
            Series {
                plot: plot::over_time(&plot::fill_minutes(&self.messages)),
                ..Series::of("messages", messages, &self.messages)
            },
        ]
    }

    fn message_count(&self) -> i64 {
        self.messages.iter().map(|point| point.count).sum()
    }

    fn average(&self) -> String {
        i18n::clock(i64::from(self.figures.average_watch_time) * 1000)
    }

    /// What earlier classes had of this, in words; empty without any.
    fn usually(&self, figure: fn(&Earlier) -> i32, is_time: bool) -> String {
        let Some(usual) = earlier::usual(&self.earlier, figure) else {
            return String::new();
        };
        let value = match is_time {
            true => i18n::clock(usual * 1000),
            false => i18n::number(usual),
        };
        fl!(self.l, "live-statistics-usually", value = value)
    }

    fn usual_people(&self) -> String {
        self.usually(|class| class.viewer_count, false)
    }

    fn usual_peak(&self) -> String {
        self.usually(|class| class.peak_viewers, false)
    }

    fn usual_average(&self) -> String {
        self.usually(|class| class.average_watch_time, true)
    }

    /// The learners that stand on the page.
    fn shown(&self) -> &[Attendant] {
        &self.attendants[..self.attendants.len().min(SHOWN as usize)]
    }

    fn has_more(&self) -> bool {
        self.attendants.len() > SHOWN as usize
    }

    fn present(&self) -> i64 {
        let seconds = attendance::seconds_of(&self.room);
        let present = self.shown().iter().filter(|one| one.was_present(seconds));
        present.count() as i64
    }

    fn share(&self, learner: &Attendant) -> i64 {
        learner.share(attendance::seconds_of(&self.room))
    }

    fn length(&self, seconds: &i64) -> String {
        i18n::clock(seconds * 1000)
    }

    fn length_of(&self, seconds: &i32) -> String {
        i18n::clock(i64::from(*seconds) * 1000)
    }

    fn number(&self, count: &i32) -> String {
        i18n::number((*count).into())
    }

    fn day(&self, at: &DateTime<Utc>) -> String {
        i18n::date_time(self.page.locale, *at, self.page.time_zone())
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
