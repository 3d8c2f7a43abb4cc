//! What a teacher fills in for a class.

use chrono::{DateTime, Duration, NaiveDateTime, TimeZone, Utc};
use chrono_tz::Tz;
use serde::Deserialize;

use crate::error::{Errors, Result};
use crate::live::{Access, Room};
use crate::text;

/// How a browser's `datetime-local` field writes a time.
const LOCAL_TIME: &str = "%Y-%m-%dT%H:%M";

const LONGEST_TITLE: usize = 120;

/// The fields as they were typed.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct RoomForm {
    #[serde(default)]
    pub title: String,
    /// The id of a course; empty for a class of its own.
    #[serde(default)]
    pub course: String,
    /// In the teacher's time zone; empty if it is not settled yet.
    #[serde(default)]
    pub start: String,
    #[serde(default)]
    pub access: String,
}

/// The fields as they can be stored.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    pub title: String,
    pub course_id: Option<i64>,
    pub start_time: Option<DateTime<Utc>>,
    pub access: Access,
}

impl RoomForm {
    /// The form of a new class, in this course if one is given.
    pub fn in_course(course: Option<i64>) -> RoomForm {
        RoomForm {
            course: course.map(|id| id.to_string()).unwrap_or_default(),
            access: Access::Enrolled.name().into(),
            ..RoomForm::default()
        }
    }

    /// The form with what the room has now.
    pub fn of(room: &Room, zone: Tz) -> RoomForm {
        let local = |at: DateTime<Utc>| at.with_timezone(&zone).format(LOCAL_TIME).to_string();
        RoomForm {
            title: room.title.clone(),
            course: room.course_id.map(|id| id.to_string()).unwrap_or_default(),
            start: room.start_time.map(local).unwrap_or_default(),
            access: room.access.name().into(),
        }
    }

    /// Checks every field. `earlier` is the start that the room had: it may lie in the past, a new one may not.
    ///
    /// # Errors
    /// [`AppError::Invalid`](crate::error::AppError::Invalid) with words for each field.
    pub fn check(&self, zone: Tz, earlier: Option<DateTime<Utc>>) -> Result<Plan> {
        let mut errors = Errors::default();
        let title = self.title.trim();
        let length = title.chars().count();
        errors.require(length > 0, "title", text!("live-form-title-missing"));
        errors.require(
            length <= LONGEST_TITLE,
            "title",
            text!("live-form-title-long", most = LONGEST_TITLE),
        );
        let course_id = self.course_id(&mut errors);
        let start_time = self.start_time(zone, earlier, &mut errors);
        let access = self.access(course_id, &mut errors);
        errors.into_result()?;
        Ok(Plan {
            title: title.to_owned(),
            course_id,
            start_time,
            access,
        })
    }

    fn course_id(&self, errors: &mut Errors) -> Option<i64> {
        if self.course.is_empty() {
            return None;
        }
        let id = self.course.parse().ok();
        errors.require(id.is_some(), "course", text!("live-form-course-unknown"));
        id
    }

    fn start_time(
        &self,
        zone: Tz,
        earlier: Option<DateTime<Utc>>,
        errors: &mut Errors,
    ) -> Option<DateTime<Utc>> {
        if self.start.trim().is_empty() {
            return None;
        }
        let Some(start) = parse_local(self.start.trim(), zone) else {
            errors.add("start", text!("live-form-start-unreadable"));
            return None;
        };
        // Whoever saves a form that they opened some minutes ago has not planned for the past.
        let is_past = start < Utc::now() - Duration::hours(1);
        let is_kept = earlier.is_some_and(|earlier| (earlier - start).abs() < Duration::minutes(1));
        errors.require(!is_past || is_kept, "start", text!("live-form-start-past"));
        Some(start)
    }

    fn access(&self, course_id: Option<i64>, errors: &mut Errors) -> Access {
        let access = Access::from_name(&self.access);
        errors.require(
            access.is_some(),
            "access",
            text!("live-form-access-missing"),
        );
        errors.require(
            access != Some(Access::Enrolled) || course_id.is_some() || !self.course.is_empty(),
            "access",
            text!("live-form-access-needs-course"),
        );
        access.unwrap_or(Access::Enrolled)
    }
}

/// A time that the clocks skip is none; of one that they show twice, the first.
fn parse_local(text: &str, zone: Tz) -> Option<DateTime<Utc>> {
    let local = NaiveDateTime::parse_from_str(text, LOCAL_TIME).ok()?;
    let at = zone.from_local_datetime(&local).earliest()?;
    Some(at.with_timezone(&Utc))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::AppError;
    use crate::i18n::Locale;

    const ZONE: Tz = chrono_tz::Asia::Shanghai;

    fn form(title: &str, course: &str, start: &str, access: &str) -> RoomForm {
        let owned = str::to_owned;
        RoomForm {
            title: owned(title),
            course: owned(course),
            start: owned(start),
            access: owned(access),
        }
    }

    fn problem(form: &RoomForm, field: &str) -> Option<String> {
        match form.check(ZONE, None) {
            Err(AppError::Invalid(errors)) => errors.of(field, Locale::En.loader()),
            _ => None,
        }
    }

    #[test]
    fn times_are_read_in_the_teachers_zone() {
        let plan = form(" 微积分 ", "3", "2999-03-05T19:30", "enrolled")
            .check(ZONE, None)
            .unwrap();
        assert_eq!(plan.title, "微积分");
        assert_eq!(
            plan.start_time.unwrap().to_rfc3339(),
            "2999-03-05T11:30:00+00:00"
        );
    }

    #[test]
    fn what_cannot_be_planned_is_named_at_its_field() {
        assert!(problem(&form("  ", "", "", "everyone"), "title").is_some());
        assert!(problem(&form(&"长".repeat(121), "", "", "everyone"), "title").is_some());
        assert!(problem(&form("x", "", "", "enrolled"), "access").is_some());
        assert!(problem(&form("x", "1", "", "friends"), "access").is_some());
        assert!(problem(&form("x", "one", "", "everyone"), "course").is_some());
        assert!(problem(&form("x", "", "tomorrow", "everyone"), "start").is_some());
        assert!(problem(&form("x", "", "2001-01-01T10:00", "everyone"), "start").is_some());
    }

    #[test]
    fn a_start_that_has_passed_may_stay() {
        let earlier = parse_local("2001-01-01T10:00", ZONE);
        let kept = form("x", "", "2001-01-01T10:00", "everyone").check(ZONE, earlier);
        assert_eq!(kept.unwrap().start_time, earlier);
    }
}
