//! What the page of analytics shows.

use askama::Template;
use chrono::NaiveDate;
use diesel::pg::PgConnection;
use i18n_embed_fl::fl;

use super::handlers::Asked;
use super::plot::{Plot, summed};
use super::queries::{self, Day, Figures, LearnerLine, LessonLine};
use super::videos::{self, Moment};
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
pub(super) struct Video {
    id: i64,
    pub title: String,
    pub moments: Vec<Moment>,
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
            stopped: queries::stopped(conn, course.id, days, Some(queries::STOPPED))?,
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
        last_seen(&self.page, learner)
    }

    fn median(&self, lesson: &LessonLine) -> String {
        lesson.median_ms.map_or_else(|| "–".to_owned(), i18n::clock)
    }

    /// The address of a table with what the page was asked for.
    fn table(&self, name: &str) -> String {
        let video = self.video.as_ref().map_or(0, |video| video.id);
        format!(
            "{}/analytics/{name}.csv?days={}&video={video}",
            self.course.path(),
            self.days
        )
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

/// When and where somebody was last.
pub(super) fn last_seen(page: &Page, learner: &LearnerLine) -> String {
    let l = page.l;
    let day = |at| i18n::date(page.locale, at, page.time_zone());
    let Some(at) = learner.last_at else {
        return fl!(l, "analytics-never-seen", date = day(learner.enrolled_at));
    };
    match (&learner.last_lesson, learner.last_ms) {
        (Some(lesson), Some(ms)) => {
            let (date, lesson, at) = (day(at), lesson.clone(), i18n::clock(ms));
            fl!(
                l,
                "analytics-left-in",
                date = date,
                lesson = lesson,
                at = at
            )
        }
        (Some(lesson), None) => {
            let (date, lesson) = (day(at), lesson.clone());
            fl!(l, "analytics-left-at", date = date, lesson = lesson)
        }
        (None, _) => fl!(l, "analytics-seen-on", date = day(at)),
    }
}

impl Video {
    /// The one that is asked for, or the first.
    pub fn load(
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
        let moments = videos::moments(conn, lesson.id, duration)?;
        Ok(Some(Video {
            id: lesson.id,
            title: lesson.title.clone(),
            plot: Plot::over_moments(&moments).filter(|_| moments.iter().any(|at| at.viewers > 0)),
            drop: videos::steepest(&moments),
            moments,
        }))
    }
}
