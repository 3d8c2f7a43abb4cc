//! The form of a report, and the page of what waits for the staff.

use askama::Template;
use chrono::{DateTime, Utc};
use diesel::pg::PgConnection;
use i18n_embed_fl::fl;

use super::queue::{self, Reported};
use super::reporting::Reportable;
use crate::courses::authoring::staffed;
use crate::courses::danmaku::timeline::Placed;
use crate::courses::{Course, CourseId, Lesson, StaffRole, Status};
use crate::error::{Errors, Result};
use crate::i18n::{self, Loader};
use crate::web::{Page, Viewer};

/// The form in which somebody says what is wrong with a line.
#[derive(Template)]
#[template(path = "lessons/danmaku_report.html")]
pub(super) struct Report {
    l: Loader,
    page: Page,
    lesson: Lesson,
    line: Placed,
    is_reported: bool,
    reason: String,
    errors: Errors,
}

impl Report {
    pub(super) fn new(page: Page, reportable: Reportable) -> Report {
        Report {
            l: page.l,
            page,
            lesson: reportable.lesson,
            line: reportable.line,
            is_reported: reportable.is_reported,
            reason: String::new(),
            errors: Errors::default(),
        }
    }

    /// The same with what was typed and what is wrong with it.
    pub(super) fn refused(self, reason: String, errors: Errors) -> Report {
        Report {
            reason,
            errors,
            ..self
        }
    }

    /// To that moment of the lesson.
    pub(super) fn way_back(lesson: &Lesson, line: &Placed) -> String {
        format!("{}#t={}", lesson.path(), line.position_ms / 1000)
    }

    fn back(&self) -> String {
        Report::way_back(&self.lesson, &self.line)
    }

    fn error(&self) -> String {
        self.errors.of("reason", self.l).unwrap_or_default()
    }
}

/// What waits for the staff of a course.
#[derive(Template)]
#[template(path = "lessons/danmaku_reports.html")]
pub(super) struct Queue {
    l: Loader,
    page: Page,
    course: Course,
    role: StaffRole,
    reported: Vec<Reported>,
}

impl Queue {
    /// # Errors
    /// As [`staffed`].
    pub(super) fn load(
        conn: &mut PgConnection,
        page: Page,
        viewer: &Viewer,
        course: CourseId,
    ) -> Result<Queue> {
        let (course, role) = staffed(conn, viewer, course)?;
        Ok(Queue {
            l: page.l,
            page,
            reported: queue::waiting(conn, course.id)?,
            course,
            role,
        })
    }

    fn when(&self, at: &DateTime<Utc>) -> String {
        i18n::date_time(self.page.locale, *at, self.page.time_zone())
    }

    /// The moment of the lesson that it is about.
    fn link(&self, one: &Reported) -> String {
        let seconds = one.position_ms / 1000;
        format!(
            "{}/lessons/{}#t={seconds}",
            self.course.path(),
            one.lesson_id
        )
    }

    fn clock(&self, one: &Reported) -> String {
        i18n::clock(one.position_ms)
    }

    fn how_many(&self, one: &Reported) -> String {
        fl!(self.l, "live-reports-reasons", count = one.reports)
    }

    /// Others decide about what the reader has written.
    fn is_own(&self, one: &Reported) -> bool {
        Some(one.author) == self.page.viewer_id()
    }
}
