//! The page of a month.

use askama::Template;
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use chrono_tz::Tz;
use diesel::pg::PgConnection;
use i18n_embed_fl::fl;

use super::item::Item;
use super::month::{Day, Month};
use super::queries::items;
use super::token::{self, Token};
use crate::config::Config;
use crate::error::Result;
use crate::i18n::{self, Loader, Locale};
use crate::mail;
use crate::web::{Page, Viewer};

#[derive(Template)]
#[template(path = "calendar/show.html")]
pub struct CalendarPage {
    l: Loader,
    page: Page,
    month: Month,
    today: NaiveDate,
    days: Vec<Day>,
    /// Whether the month has nothing in it.
    is_empty: bool,
    /// When the address of the feed was made, if there is one.
    feed_made_at: Option<DateTime<Utc>>,
    /// The address itself, right after it was made.
    address: Option<String>,
}

impl CalendarPage {
    /// The month that was asked for, or the one that it is where the viewer is.
    pub fn load(
        conn: &mut PgConnection,
        page: Page,
        viewer: &Viewer,
        month: Option<Month>,
    ) -> Result<CalendarPage> {
        let zone = viewer.time_zone;
        let today = Utc::now().with_timezone(&zone).date_naive();
        let month = month.unwrap_or_else(|| Month::of(today));
        let (from, to) = month.span(zone);
        let items = items(conn, viewer.id, from, to)?;
        let days = month.days(zone, today, items);
        Ok(CalendarPage {
            l: page.l,
            is_empty: days
                .iter()
                .all(|day| day.is_outside || day.items.is_empty()),
            feed_made_at: token::made_at(conn, viewer.id)?,
            address: None,
            page,
            month,
            today,
            days,
        })
    }

    /// The same with the new address of the feed.
    pub fn with_address(mut self, config: &Config, token: &Token) -> CalendarPage {
        // What the page leads back to, by its form for another language, is itself and not the act.
        self.page.path = "/calendar".into();
        CalendarPage {
            address: Some(mail::link(config, &token.path())),
            ..self
        }
    }

    /// 2026年11月 or November 2026.
    fn heading(&self) -> String {
        let first = self.month.first();
        match self.page.locale {
            Locale::ZhCn => format!("{}年{}月", first.year(), first.month()),
            Locale::En => first.format("%B %Y").to_string(),
        }
    }

    fn is_this_month(&self) -> bool {
        Month::of(self.today) == self.month
    }

    /// The days of a week as the head of the weeks names them, Monday first.
    fn weekdays(&self) -> Vec<String> {
        let week = self.days.iter().take(7);
        week.map(|day| self.weekday(&day.date)).collect()
    }

    /// 周四 or Thu.
    fn weekday(&self, date: &NaiveDate) -> String {
        match date.weekday().num_days_from_monday() {
            0 => fl!(self.l, "calendar-monday"),
            1 => fl!(self.l, "calendar-tuesday"),
            2 => fl!(self.l, "calendar-wednesday"),
            3 => fl!(self.l, "calendar-thursday"),
            4 => fl!(self.l, "calendar-friday"),
            5 => fl!(self.l, "calendar-saturday"),
            _ => fl!(self.l, "calendar-sunday"),
        }
    }

    /// 11月26日 周四 or Thu, 26 Nov.
    fn day_name(&self, date: &NaiveDate) -> String {
        let weekday = self.weekday(date);
        match self.page.locale {
            Locale::ZhCn => format!("{}月{}日 {weekday}", date.month(), date.day()),
            Locale::En => format!("{weekday}, {}", date.format("%-d %b")),
        }
    }

    fn zone(&self) -> Tz {
        self.page.time_zone()
    }

    fn time(&self, item: &Item) -> String {
        let at = item.at.with_timezone(&self.zone());
        at.format("%H:%M").to_string()
    }

    fn feed_day(&self, at: &DateTime<Utc>) -> String {
        i18n::date(self.page.locale, *at, self.zone())
    }

    /// The address as programs that take calendars open it.
    fn webcal(&self) -> Option<String> {
        let (_, rest) = self.address.as_deref()?.split_once("://")?;
        Some(format!("webcal://{rest}"))
    }
}
