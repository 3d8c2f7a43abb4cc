//! A month as whole weeks, from Monday to Sunday, in somebody's time zone.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;

use super::item::Item;

/// The years that can be asked for.
const YEARS: std::ops::RangeInclusive<i32> = 2000..=2100;

/// A month of the calendar.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Month {
    first: NaiveDate,
}

/// A day with what is on it.
pub struct Day {
    pub date: NaiveDate,
    /// Of the weeks, but not of the month.
    pub is_outside: bool,
    pub is_today: bool,
    pub items: Vec<Item>,
}

impl Month {
    /// The month of this day.
    pub fn of(date: NaiveDate) -> Month {
        Month {
            first: date.with_day(1).unwrap_or(date),
        }
    }

    /// The month as an address names it, `2026-03`; nothing for what names none.
    pub fn parse(name: &str) -> Option<Month> {
        let date = NaiveDate::parse_from_str(&format!("{name}-01"), "%Y-%m-%d").ok()?;
        let is_exact = date.format("%Y-%m").to_string() == name;
        (is_exact && YEARS.contains(&date.year())).then_some(Month { first: date })
    }

    /// Its name in an address.
    pub fn name(self) -> String {
        self.first.format("%Y-%m").to_string()
    }

    pub fn first(self) -> NaiveDate {
        self.first
    }

    pub fn next(self) -> Month {
        Month {
            first: self
                .first
                .checked_add_months(Months::new(1))
                .unwrap_or(self.first),
        }
    }

    pub fn previous(self) -> Month {
        Month {
            first: self
                .first
                .checked_sub_months(Months::new(1))
                .unwrap_or(self.first),
        }
    }

    /// The Monday of its first week and the Monday after its last.
    fn weeks(self) -> (NaiveDate, NaiveDate) {
        let monday = |date: NaiveDate| {
            let days = date.weekday().num_days_from_monday();
            date.checked_sub_days(Days::new(days.into()))
                .unwrap_or(date)
        };
        let next = self.next().first;
        let end = match monday(next) == next {
            true => next,
            false => monday(next).checked_add_days(Days::new(7)).unwrap_or(next),
        };
        (monday(self.first), end)
    }

    /// When its weeks begin and end.
    pub fn span(self, zone: Tz) -> (DateTime<Utc>, DateTime<Utc>) {
        let (from, to) = self.weeks();
        (midnight(from, zone), midnight(to, zone))
    }

    /// Its weeks day by day, with the items on the days on which they are in this time zone.
    pub fn days(self, zone: Tz, today: NaiveDate, items: Vec<Item>) -> Vec<Day> {
        let (from, to) = self.weeks();
        let mut days: Vec<Day> = from
            .iter_days()
            .take_while(|date| *date < to)
            .map(|date| Day {
                date,
                is_outside: Month::of(date) != self,
                is_today: date == today,
                items: Vec::new(),
            })
            .collect();
        for item in items {
            let date = item.at.with_timezone(&zone).date_naive();
            let place = usize::try_from((date - from).num_days()).ok();
            if let Some(day) = place.and_then(|place| days.get_mut(place)) {
                day.items.push(item);
            }
        }
        days
    }
}

/// When the day begins there; where clocks skip midnight, when they go on.
fn midnight(date: NaiveDate, zone: Tz) -> DateTime<Utc> {
    let start = date.and_time(NaiveTime::MIN);
    let hours = (0..3).filter_map(|hour| {
        let at = start + chrono::Duration::hours(hour);
        zone.from_local_datetime(&at).earliest()
    });
    hours
        .map(|at| at.with_timezone(&Utc))
        .next()
        .unwrap_or_else(|| start.and_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn a_month_is_named_one_way_alone() {
        assert_eq!(
            Month::parse("2026-03").map(Month::name).as_deref(),
            Some("2026-03")
        );
        for wrong in [
            "2026-3",
            "2026-13",
            "2026-00",
            "1999-12",
            "2101-01",
            "+2026-03",
            "",
            "2026-03-01",
            "二零二六",
        ] {
            assert_eq!(Month::parse(wrong), None, "{wrong:?}");
        }
    }

    #[test]
    fn its_weeks_are_whole_and_hold_all_of_it() {
        for (name, from, to) in [
            ("2026-11", date(2026, 10, 26), date(2026, 12, 7)),
            ("2027-02", date(2027, 2, 1), date(2027, 3, 1)),
            ("2028-02", date(2028, 1, 31), date(2028, 3, 6)),
        ] {
            assert_eq!(Month::parse(name).unwrap().weeks(), (from, to), "{name}");
        }
    }

    #[test]
    fn days_begin_when_their_time_zone_says_even_where_clocks_skip_midnight() {
        let at = |zone: Tz, date| midnight(date, zone).to_rfc3339();
        assert_eq!(
            at(Tz::Asia__Shanghai, date(2026, 3, 1)),
            "2026-02-28T16:00:00+00:00"
        );
        // Clocks went from 0:00 to 1:00.
        assert_eq!(
            at(Tz::America__Sao_Paulo, date(2018, 11, 4)),
            "2018-11-04T03:00:00+00:00"
        );
    }
}
