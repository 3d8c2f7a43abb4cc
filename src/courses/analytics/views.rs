//! What the page of analytics shows.

use askama::Template;
use chrono::{DateTime, NaiveDate, Utc};
use diesel::pg::PgConnection;
use i18n_embed_fl::fl;

use super::handlers::Asked;
use super::plot::{Plot, summed};
use super::queries::{self, Day, Figures, LearnerLine, LessonLine, Moment};
use crate::courses::authoring::staffed;
use crate::courses::{Course, CourseId, Status};
use crate::error::Result;
use crate::i18n::{self, Loader};
use crate::web::{Page, Viewer};

/// After how many days without a visit somebody may count as having stopped.
const DAYS: [i32; 4] = [7, 14, 30, 60];

#[derive(Template)]
#[template(path = "courses/analytics.html")]
pub struct ShowAnalytics {
    l: Loader,
    page: Page,
    course: Course,
    /// For the tabs of a course's staff.
    may_write: bool,
    figures: Figures,
    lessons: Vec<LessonLine>,
    days: i32,
    stopped: Vec<LearnerLine>,
    /// How many there were by each day.
    sums: Vec<Day>,
    over_days: Option<Plot>,
    video: Option<Video>,
}

/// The curve of one video.
struct Video {
    id: i64,
    title: String,
    moments: Vec<Moment>,
    plot: Option<Plot>,
    /// Where most of those who watch are lost at once: from and to, and how many.
    drop: Option<(i64, i64, i64)>,
}

impl ShowAnalytics {
    /// # Errors
    /// `NotFound` for whoever is not of the staff.
    pub fn load(
        conn: &mut PgConnection,
        page: Page,
        viewer: &Viewer,
        course: CourseId,
        asked: &Asked,
    ) -> Result<ShowAnalytics> {
        let (course, role) = staffed(conn, viewer, course)?;
        let lessons = queries::lessons(conn, course.id)?;
        let days = asked.days();
        let sums = summed(&queries::days(conn, course.id, page.time_zone().name())?);
        Ok(ShowAnalytics {
            l: page.l,
            may_write: role.may_write(),
            figures: queries::figures(conn, course.id, days)?,
            stopped: queries::stopped(conn, course.id, days)?,
            over_days: Plot::over_days(&sums),
            sums,
            days,
            video: Video::load(conn, &lessons, asked)?,
            lessons,
            course,
            page,
        })
    }

    fn choices(&self) -> [i32; 4] {
        DAYS
    }

    fn videos(&self) -> impl Iterator<Item = &LessonLine> {
        self.lessons.iter().filter(|lesson| lesson.is_measured)
    }

    fn required(&self) -> i64 {
        let required = self.lessons.iter().filter(|lesson| lesson.is_required);
        required.count() as i64
    }

    /// How many have not opened a lesson.
    fn untouched(&self, lesson: &LessonLine) -> i64 {
        (self.figures.enrolled - lesson.begun - lesson.done).max(0)
    }

    /// In percent of those enrolled.
    fn share(&self, count: &i64) -> i64 {
        count * 100 / self.figures.enrolled.max(1)
    }

    fn completed_share(&self) -> String {
        format!("{} %", self.share(&self.figures.completed))
    }

    fn last_seen(&self, learner: &LearnerLine) -> String {
        match learner.last_at {
            Some(at) => fl!(self.l, "analytics-seen-on", date = self.day(&at)),
            None => fl!(
                self.l,
                "analytics-never-seen",
                date = self.day(&learner.enrolled_at)
            ),
        }
    }

    fn day(&self, at: &DateTime<Utc>) -> String {
        i18n::date(self.page.locale, *at, self.page.time_zone())
    }

    fn date(&self, day: &NaiveDate) -> String {
        day.format("%Y-%m-%d").to_string()
    }

    fn clock(&self, at: &i64) -> String {
        i18n::clock(*at)
    }

    fn days_words(&self, days: &i32) -> String {
        let days = i64::from(*days);
        fl!(self.l, "analytics-days", count = days)
    }

    fn video_title(&self) -> String {
        let title = self.video.as_ref().map(|video| video.title.clone());
        title.unwrap_or_default()
    }

    /// Where most are lost at once, in words.
    fn drop_words(&self) -> Option<String> {
        let (from, to, lost) = self.video.as_ref()?.drop?;
        let (from, to) = (i18n::clock(from), i18n::clock(to));
        Some(fl!(
            self.l,
            "analytics-video-drop",
            from = from,
            to = to,
            count = lost
        ))
    }

    fn first_day(&self) -> String {
        self.sums
            .first()
            .map_or_else(String::new, |day| self.date(&day.day))
    }

    fn last_day(&self) -> String {
        self.sums
            .last()
            .map_or_else(String::new, |day| self.date(&day.day))
    }
}

impl Video {
    fn load(
        conn: &mut PgConnection,
        lessons: &[LessonLine],
        asked: &Asked,
    ) -> Result<Option<Video>> {
        let mut videos = lessons.iter().filter(|lesson| lesson.is_measured);
        let chosen = videos
            .clone()
            .find(|lesson| Some(lesson.id) == asked.video());
        let Some((lesson, duration)) = chosen
            .or_else(|| videos.next())
            .and_then(|lesson| Some((lesson, lesson.duration_ms?)))
        else {
            return Ok(None);
        };
        let moments = queries::moments(conn, lesson.id, duration)?;
        Ok(Some(Video {
            id: lesson.id,
            title: lesson.title.clone(),
            plot: Plot::over_moments(&moments).filter(|_| moments.iter().any(|at| at.viewers > 0)),
            drop: steepest(&moments),
            moments,
        }))
    }
}

/// Between which two moments most are lost.
fn steepest(moments: &[Moment]) -> Option<(i64, i64, i64)> {
    moments
        .windows(2)
        .map(|pair| (pair[0].at, pair[1].at, pair[0].viewers - pair[1].viewers))
        .max_by_key(|(_, _, lost)| *lost)
        .filter(|(_, _, lost)| *lost > 0)
}
