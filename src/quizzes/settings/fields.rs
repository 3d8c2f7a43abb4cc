//! Numbers and times as people type them.

use chrono::{DateTime, NaiveDateTime, TimeZone, Utc};
use chrono_tz::Tz;

use crate::error::Errors;
use crate::text;

/// How a browser's `datetime-local` field writes a time.
pub const LOCAL_TIME: &str = "%Y-%m-%dT%H:%M";

/// A whole number in these bounds; nothing if the field is empty.
pub fn whole(
    errors: &mut Errors,
    field: &'static str,
    typed: &str,
    from: i64,
    to: i64,
) -> Option<i64> {
    let typed = typed.trim();
    if typed.is_empty() {
        return None;
    }
    let number = typed.parse::<i64>().ok();
    let number = number.filter(|number| (from..=to).contains(number));
    errors.require(
        number.is_some(),
        field,
        text!("quizzes-form-number", least = from, most = to),
    );
    number
}

/// A time that the clocks skip is none; of one that they show twice, the first.
pub fn time(
    errors: &mut Errors,
    field: &'static str,
    typed: &str,
    zone: Tz,
) -> Option<DateTime<Utc>> {
    let typed = typed.trim();
    if typed.is_empty() {
        return None;
    }
    let local = NaiveDateTime::parse_from_str(typed, LOCAL_TIME).ok();
    let at = local.and_then(|local| zone.from_local_datetime(&local).earliest());
    errors.require(at.is_some(), field, text!("quizzes-form-time"));
    at.map(|at| at.with_timezone(&Utc))
}
