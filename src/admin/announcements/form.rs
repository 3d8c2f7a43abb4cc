//! An announcement as it is typed.

use chrono::{DateTime, NaiveDateTime, TimeZone, Utc};
use chrono_tz::Tz;
use serde::Deserialize;

use crate::error::{Errors, Result};
use crate::site::{Announcement, Draft};
use crate::text;

/// How a browser's `datetime-local` field writes a time.
const LOCAL_TIME: &str = "%Y-%m-%dT%H:%M";

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct AnnouncementForm {
    pub words: String,
    pub words_en: String,
    /// `all` or `teachers`.
    pub audience: String,
    pub starts_at: String,
    pub ends_at: String,
    /// Ticked: people are told as well.
    pub tell: String,
}

impl AnnouncementForm {
    pub fn of(announcement: &Announcement, zone: Tz) -> AnnouncementForm {
        let local = |at: DateTime<Utc>| at.with_timezone(&zone).format(LOCAL_TIME).to_string();
        AnnouncementForm {
            words: announcement.words.clone(),
            words_en: announcement.words_en.clone(),
            audience: if announcement.for_teachers {
                "teachers".into()
            } else {
                "all".into()
            },
            starts_at: local(announcement.starts_at),
            ends_at: announcement.ends_at.map(local).unwrap_or_default(),
            tell: String::new(),
        }
    }

    /// # Errors
    /// `Invalid` for a time that is none. The rest is checked when it is written.
    pub fn read(&self, zone: Tz) -> Result<Draft> {
        let mut errors = Errors::default();
        let mut time = |field: &'static str, typed: &str| {
            let typed = typed.trim();
            if typed.is_empty() {
                return None;
            }
            let local = NaiveDateTime::parse_from_str(typed, LOCAL_TIME).ok();
            let at = local.and_then(|local| zone.from_local_datetime(&local).earliest());
            errors.require(at.is_some(), field, text!("admin-announcement-time-wrong"));
            at.map(|at| at.with_timezone(&Utc))
        };
        let (starts_at, ends_at) = (
            time("starts_at", &self.starts_at),
            time("ends_at", &self.ends_at),
        );
        errors.into_result()?;
        Ok(Draft {
            words: self.words.trim().to_owned(),
            words_en: self.words_en.trim().to_owned(),
            for_teachers: self.audience == "teachers",
            starts_at,
            ends_at,
        })
    }
}
