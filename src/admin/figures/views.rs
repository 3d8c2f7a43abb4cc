//! The front page: numbers, lines over days, and the same as a table.

use askama::Template;
use chrono::{Datelike, NaiveDate};
use i18n_embed_fl::fl;

use super::queries::{Day, Found, Span};
use crate::courses::Plot;
use crate::csv::Csv;
use crate::i18n::{self, Loader};
use crate::orders::decimal;
use crate::web::Page;

/// One drawing.
struct Chart {
    id: &'static str,
    title: String,
    /// The names of its lines; none where the title says it.
    keys: Vec<String>,
    plot: Option<Plot>,
}

#[derive(Template)]
#[template(path = "admin/figures.html")]
pub(super) struct Figures {
    l: Loader,
    page: Page,
    span: Span,
    found: Found,
    charts: Vec<Chart>,
}

impl Figures {
    pub(super) fn new(page: Page, span: Span, found: Found) -> Figures {
        let charts = charts(page.l, &found);
        Figures {
            l: page.l,
            page,
            span,
            found,
            charts,
        }
    }

    fn choices(&self) -> [(i32, String); 3] {
        Span::CHOICES.map(|days| (days, fl!(self.l, "admin-figures-days", days = days)))
    }

    fn sum(&self, of: fn(&Day) -> i64) -> i64 {
        self.found.days.iter().map(|(_, day)| of(day)).sum()
    }

    fn people(&self) -> String {
        i18n::number(self.found.people)
    }

    fn new_people(&self) -> String {
        fl!(
            self.l,
            "admin-figures-new",
            count = self.sum(|day| day.people)
        )
    }

    fn enrolments(&self) -> String {
        i18n::number(self.sum(|day| day.enrolments))
    }

    fn active(&self) -> String {
        i18n::number(self.found.active)
    }

    fn live_hours(&self) -> String {
        let minutes = self.sum(|day| day.live_minutes);
        format!("{}.{}", minutes / 60, minutes % 60 * 10 / 60)
    }

    /// In each currency; the first stands large.
    fn revenue(&self) -> Vec<String> {
        let sums = self.found.revenue.iter();
        sums.map(|sum| i18n::money(sum.minor, &sum.currency))
            .collect()
    }

    fn first_revenue(&self) -> String {
        self.revenue()
            .into_iter()
            .next()
            .unwrap_or_else(|| "–".into())
    }

    fn other_revenue(&self) -> String {
        self.revenue()
            .into_iter()
            .skip(1)
            .collect::<Vec<_>>()
            .join(" · ")
    }

    fn date(&self, day: &NaiveDate) -> String {
        match self.page.locale {
            i18n::Locale::ZhCn => format!("{}月{}日", day.month(), day.day()),
            i18n::Locale::En => day.format("%-d %b").to_string(),
        }
    }

    fn edge(&self, at: Option<&(NaiveDate, Day)>) -> String {
        at.map(|(day, _)| self.date(day)).unwrap_or_default()
    }

    fn money_of(&self, place: &usize) -> String {
        let currency = self
            .found
            .revenue
            .first()
            .map_or("CNY", |sum| &sum.currency);
        i18n::money(self.found.revenue_days[*place], currency)
    }
}

fn charts(l: Loader, found: &Found) -> Vec<Chart> {
    let places: Vec<i64> = found
        .days
        .iter()
        .map(|(day, _)| i64::from(day.num_days_from_ce()))
        .collect();
    let line = |of: fn(&Day) -> i64| {
        found
            .days
            .iter()
            .map(|(_, day)| of(day))
            .collect::<Vec<_>>()
    };
    let major = found
        .revenue_days
        .iter()
        .map(|minor| (minor / 100).max(0))
        .collect();
    let currency = found
        .revenue
        .first()
        .map_or("", |sum| sum.currency.as_str());
    vec![
        Chart {
            id: "people",
            title: fl!(l, "admin-figures-people-plot"),
            keys: vec![
                fl!(l, "admin-figures-new-people"),
                fl!(l, "admin-figures-enrolments"),
            ],
            plot: Plot::over(
                &places,
                &[line(|day| day.people), line(|day| day.enrolments)],
            ),
        },
        Chart {
            id: "lessons",
            title: fl!(l, "admin-figures-lessons"),
            keys: Vec::new(),
            plot: Plot::over(&places, &[line(|day| day.lessons)]),
        },
        Chart {
            id: "revenue",
            title: fl!(l, "admin-figures-revenue-plot", currency = currency),
            keys: Vec::new(),
            plot: Plot::over(&places, &[major]),
        },
        Chart {
            id: "live",
            title: fl!(l, "admin-figures-live-minutes"),
            keys: Vec::new(),
            plot: Plot::over(&places, &[line(|day| day.live_minutes)]),
        },
    ]
}

/// A line a day.
pub(super) fn csv(l: Loader, found: &Found) -> String {
    let mut csv = Csv::new();
    csv.line(&[
        fl!(l, "analytics-day"),
        fl!(l, "admin-figures-new-people"),
        fl!(l, "admin-figures-enrolments"),
        fl!(l, "admin-figures-lessons"),
        fl!(l, "admin-figures-revenue"),
        fl!(l, "admin-figures-live-minutes"),
    ]);
    for ((date, day), minor) in found.days.iter().zip(&found.revenue_days) {
        csv.line(&[
            date.to_string(),
            day.people.to_string(),
            day.enrolments.to_string(),
            day.lessons.to_string(),
            decimal(*minor),
            day.live_minutes.to_string(),
        ]);
    }
    csv.finish()
}
