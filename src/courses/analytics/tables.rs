//! Each table of the page as a file.

use chrono::{DateTime, Utc};
use diesel::pg::PgConnection;
use i18n_embed_fl::fl;

use super::handlers::Asked;
use super::plot::summed;
use super::queries;
use super::views::Video;
use crate::courses::CourseId;
use crate::courses::authoring::staffed;
use crate::csv::Csv;
use crate::error::Result;
use crate::i18n::{self, Loader};
use crate::web::{Page, Viewer};

#[derive(Clone, Copy)]
pub enum Table {
    Days,
    Lessons,
    Video,
    Stopped,
}

impl Table {
    pub fn name(self, l: Loader) -> String {
        match self {
            Table::Days => fl!(l, "analytics-over-time"),
            Table::Lessons => fl!(l, "analytics-lessons"),
            Table::Video => fl!(l, "analytics-video"),
            Table::Stopped => fl!(l, "analytics-stopped-title"),
        }
    }

    /// For the staff of the course.
    ///
    /// # Errors
    /// `NotFound` for everybody else.
    pub fn write(
        self,
        conn: &mut PgConnection,
        page: &Page,
        viewer: &Viewer,
        course: CourseId,
        asked: &Asked,
    ) -> Result<String> {
        staffed(conn, viewer, course)?;
        match self {
            Table::Days => days(conn, page, course),
            Table::Lessons => lessons(conn, page.l, course),
            Table::Video => video(conn, page.l, course, asked),
            Table::Stopped => stopped(conn, page, course, asked),
        }
    }
}

fn days(conn: &mut PgConnection, page: &Page, course: CourseId) -> Result<String> {
    let l = page.l;
    let mut csv = Csv::new();
    csv.line(&[
        fl!(l, "analytics-day"),
        fl!(l, "analytics-enrolled"),
        fl!(l, "analytics-completed"),
    ]);
    for day in summed(&queries::days(conn, course, page.time_zone().name())?) {
        let date = day.day.format("%Y-%m-%d").to_string();
        csv.line(&[date, day.enrolled.to_string(), day.completed.to_string()]);
    }
    Ok(csv.finish())
}

fn lessons(conn: &mut PgConnection, l: Loader, course: CourseId) -> Result<String> {
    let enrolled = queries::figures(conn, course, 1)?.enrolled;
    let mut csv = Csv::new();
    csv.line(&[
        fl!(l, "analytics-lesson"),
        fl!(l, "analytics-is-required"),
        fl!(l, "analytics-not-begun"),
        fl!(l, "analytics-begun"),
        fl!(l, "analytics-done"),
        fl!(l, "analytics-median-seconds"),
    ]);
    for lesson in queries::lessons(conn, course)? {
        let untouched = (enrolled - lesson.begun - lesson.done).max(0);
        csv.line(&[
            lesson.title,
            yes(l, lesson.is_required),
            untouched.to_string(),
            lesson.begun.to_string(),
            lesson.done.to_string(),
            lesson.median_ms.map(seconds).unwrap_or_default(),
        ]);
    }
    Ok(csv.finish())
}

fn video(conn: &mut PgConnection, l: Loader, course: CourseId, asked: &Asked) -> Result<String> {
    let lessons = queries::lessons(conn, course)?;
    let video = Video::load(conn, &lessons, asked)?;
    let mut csv = Csv::new();
    csv.line(&[
        fl!(l, "analytics-lesson"),
        fl!(l, "analytics-from"),
        fl!(l, "analytics-to"),
        fl!(l, "analytics-viewers"),
        fl!(l, "analytics-leaving"),
    ]);
    for (title, moment) in video
        .iter()
        .flat_map(|video| video.moments.iter().map(|moment| (&video.title, moment)))
    {
        csv.line(&[
            title.clone(),
            i18n::clock(moment.begins),
            i18n::clock(moment.ends),
            moment.viewers.to_string(),
            moment.leaving.to_string(),
        ]);
    }
    Ok(csv.finish())
}

fn stopped(
    conn: &mut PgConnection,
    page: &Page,
    course: CourseId,
    asked: &Asked,
) -> Result<String> {
    let l = page.l;
    let mut csv = Csv::new();
    csv.line(&[
        fl!(l, "csv-name"),
        fl!(l, "csv-username"),
        fl!(l, "analytics-enrolled-on"),
        fl!(l, "analytics-last-seen"),
        fl!(l, "analytics-last-lesson"),
        fl!(l, "analytics-moment"),
        fl!(l, "analytics-done"),
    ]);
    for learner in queries::stopped(conn, course, asked.days(), None)? {
        csv.line(&[
            learner.display_name,
            learner.username,
            day(page, learner.enrolled_at),
            learner.last_at.map(|at| day(page, at)).unwrap_or_default(),
            learner.last_lesson.unwrap_or_default(),
            learner.last_ms.map(i18n::clock).unwrap_or_default(),
            learner.done.to_string(),
        ]);
    }
    Ok(csv.finish())
}

/// As tables have it, in the viewer's time zone.
pub(super) fn day(page: &Page, at: DateTime<Utc>) -> String {
    at.with_timezone(&page.time_zone())
        .format("%Y-%m-%d")
        .to_string()
}

pub(super) fn seconds(ms: i64) -> String {
    (ms / 1_000).to_string()
}

pub(super) fn yes(l: Loader, holds: bool) -> String {
    match holds {
        true => fl!(l, "csv-yes"),
        false => String::new(),
    }
}
