//! The rules of an assignment, as a teacher types them and as they are stored.

use bigdecimal::{BigDecimal, Zero};
use chrono::{DateTime, NaiveDateTime, TimeZone, Utc};
use chrono_tz::Tz;
use diesel::prelude::*;
use serde::Deserialize;

use crate::assignments::assignment::Assignment;
use crate::assignments::points;
use crate::error::{Errors, Result};
use crate::schema::assignments;
use crate::text;

const HOUR_MS: i64 = 3_600_000;
const LONGEST_INTERVAL_HOURS: i64 = 8_760;
const INSTRUCTIONS_MAX: usize = 20_000;
const MOST_POINTS: i64 = 10_000;
const MOST_FILES: i64 = 20;

/// How a browser's `datetime-local` field writes a time.
const LOCAL_TIME: &str = "%Y-%m-%dT%H:%M";

/// The fields as they were typed. A box is `on` when it is ticked.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct AssignmentForm {
    pub instructions: String,
    pub points: String,
    /// In the teacher's time zone.
    pub due_at: String,
    pub close_at: String,
    pub late_percent: String,
    /// Hours.
    pub late_interval: String,
    pub late_cap: String,
    pub takes_text: String,
    pub files_allowed: String,
    pub takes_pictures: String,
    pub takes_documents: String,
    pub takes_recordings: String,
    pub takes_others: String,
}

/// The fields as they can be stored.
#[derive(Clone, Debug, AsChangeset)]
#[diesel(table_name = assignments, treat_none_as_null = true)]
pub struct Rules {
    pub instructions: String,
    pub points: BigDecimal,
    pub due_at: Option<DateTime<Utc>>,
    pub close_at: Option<DateTime<Utc>>,
    pub late_percent: BigDecimal,
    pub late_interval_ms: i64,
    pub late_cap_percent: BigDecimal,
    pub takes_text: bool,
    pub files_allowed: i32,
    pub takes_pictures: bool,
    pub takes_documents: bool,
    pub takes_recordings: bool,
    pub takes_others: bool,
}

impl AssignmentForm {
    /// What a new assignment begins with.
    pub fn fresh() -> AssignmentForm {
        let on = || "on".to_owned();
        AssignmentForm {
            points: "100".into(),
            late_percent: "0".into(),
            late_interval: "24".into(),
            late_cap: "100".into(),
            takes_text: on(),
            files_allowed: "5".into(),
            takes_pictures: on(),
            takes_documents: on(),
            takes_recordings: on(),
            takes_others: on(),
            ..AssignmentForm::default()
        }
    }

    /// The form with what is stored.
    pub fn of(assignment: &Assignment, zone: Tz) -> AssignmentForm {
        let ticked = |is_on: bool| if is_on { "on".into() } else { String::new() };
        let late = assignment.late_policy();
        AssignmentForm {
            instructions: assignment.instructions.clone(),
            points: points::shown(&assignment.points),
            due_at: local(assignment.due_at, zone),
            close_at: local(assignment.close_at, zone),
            late_percent: points::shown(&late.percent),
            late_interval: (late.interval_ms / HOUR_MS).to_string(),
            late_cap: points::shown(&late.cap_percent),
            takes_text: ticked(assignment.takes_text),
            files_allowed: assignment.files_allowed.to_string(),
            takes_pictures: ticked(assignment.takes_pictures),
            takes_documents: ticked(assignment.takes_documents),
            takes_recordings: ticked(assignment.takes_recordings),
            takes_others: ticked(assignment.takes_others),
        }
    }

    /// Checks every field.
    ///
    /// # Errors
    /// [`AppError::Invalid`](crate::error::AppError::Invalid) with words for each field.
    pub fn check(&self, zone: Tz) -> Result<Rules> {
        let mut errors = Errors::default();
        let instructions = self
            .instructions
            .replace("\r\n", "\n")
            .trim_end()
            .to_owned();
        errors.require(
            instructions.chars().count() <= INSTRUCTIONS_MAX,
            "instructions",
            text!("assignments-form-too-long", max = INSTRUCTIONS_MAX as i64),
        );
        let most = BigDecimal::from(MOST_POINTS);
        let worth = points::parse(&self.points).filter(|worth| !worth.is_zero() && *worth <= most);
        errors.require(
            worth.is_some(),
            "points",
            text!("assignments-form-points", most = MOST_POINTS),
        );
        let (due_at, close_at) = times(&mut errors, &self.due_at, &self.close_at, zone);
        let late_percent = percent(&mut errors, "late_percent", &self.late_percent);
        let late_cap_percent = percent(&mut errors, "late_cap", &self.late_cap);
        let hours = whole(
            &mut errors,
            "late_interval",
            &self.late_interval,
            1,
            LONGEST_INTERVAL_HOURS,
        );
        let files = whole(
            &mut errors,
            "files_allowed",
            &self.files_allowed,
            0,
            MOST_FILES,
        );
        let on = |field: &String| !field.is_empty();
        let takes_text = on(&self.takes_text);
        errors.require(
            takes_text || files > 0,
            "takes_text",
            text!("assignments-form-takes-nothing"),
        );
        let mut kinds = [
            &self.takes_pictures,
            &self.takes_documents,
            &self.takes_recordings,
            &self.takes_others,
        ]
        .into_iter();
        errors.require(
            files == 0 || kinds.any(on),
            "kinds",
            text!("assignments-form-no-kind"),
        );
        errors.into_result()?;
        Ok(Rules {
            instructions,
            points: worth.unwrap_or_else(|| BigDecimal::from(1)),
            due_at,
            close_at,
            late_percent,
            late_interval_ms: hours * HOUR_MS,
            late_cap_percent,
            takes_text,
            files_allowed: i32::try_from(files).unwrap_or(0),
            takes_pictures: on(&self.takes_pictures),
            takes_documents: on(&self.takes_documents),
            takes_recordings: on(&self.takes_recordings),
            takes_others: on(&self.takes_others),
        })
    }
}

fn local(at: Option<DateTime<Utc>>, zone: Tz) -> String {
    at.map(|at| at.with_timezone(&zone).format(LOCAL_TIME).to_string())
        .unwrap_or_default()
}

/// When it is due and when it closes, each empty for never.
pub fn times(
    errors: &mut Errors,
    due: &str,
    close: &str,
    zone: Tz,
) -> (Option<DateTime<Utc>>, Option<DateTime<Utc>>) {
    let due_at = time(errors, "due_at", due, zone);
    let close_at = time(errors, "close_at", close, zone);
    errors.require(
        due_at.zip(close_at).is_none_or(|(due, close)| due <= close),
        "close_at",
        text!("assignments-form-close-before-due"),
    );
    (due_at, close_at)
}

/// A time that the clocks skip is none; of one that they show twice, the first.
fn time(errors: &mut Errors, field: &'static str, typed: &str, zone: Tz) -> Option<DateTime<Utc>> {
    let typed = typed.trim();
    if typed.is_empty() {
        return None;
    }
    let local = NaiveDateTime::parse_from_str(typed, LOCAL_TIME).ok();
    let at = local.and_then(|local| zone.from_local_datetime(&local).earliest());
    errors.require(at.is_some(), field, text!("assignments-form-time"));
    at.map(|at| at.with_timezone(&Utc))
}

fn percent(errors: &mut Errors, field: &'static str, typed: &str) -> BigDecimal {
    let whole = BigDecimal::from(100);
    let percent = points::parse(typed).filter(|percent| *percent <= whole);
    errors.require(percent.is_some(), field, text!("assignments-form-percent"));
    percent.unwrap_or_default()
}

fn whole(errors: &mut Errors, field: &'static str, typed: &str, from: i64, to: i64) -> i64 {
    let number = typed.trim().parse::<i64>().ok();
    let number = number.filter(|number| (from..=to).contains(number));
    errors.require(
        number.is_some(),
        field,
        text!("assignments-form-number", least = from, most = to),
    );
    number.unwrap_or(from)
}
