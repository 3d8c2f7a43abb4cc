//! What the page of one learner shows.

use askama::Template;
use chrono::{DateTime, Utc};
use diesel::pg::PgConnection;
use i18n_embed_fl::fl;

use super::queries::{self, Attempt, Score, Step};
use crate::courses::analytics::queries::LearnerLine;
use crate::courses::analytics::views::last_seen;
use crate::courses::authoring::staffed;
use crate::courses::{Course, CourseId};
use crate::error::Result;
use crate::i18n::{self, Loader};
use crate::web::{Page, UserId, Viewer};

#[derive(Template)]
#[template(path = "courses/learner.html")]
pub struct ShowLearner {
    l: Loader,
    page: Page,
    course: Course,
    learner: LearnerLine,
    steps: Vec<Step>,
    scores: Vec<Score>,
    attempts: Vec<Attempt>,
}

impl ShowLearner {
    /// # Errors
    /// `NotFound` for whoever is not of the staff, and for who doesn't take the course.
    pub fn load(
        conn: &mut PgConnection,
        page: Page,
        viewer: &Viewer,
        (course, user): (CourseId, UserId),
    ) -> Result<ShowLearner> {
        let (course, _) = staffed(conn, viewer, course)?;
        Ok(ShowLearner {
            l: page.l,
            learner: queries::learner(conn, course.id, user)?,
            steps: queries::steps(conn, course.id, user)?,
            scores: queries::scores(conn, course.id, user)?,
            attempts: queries::attempts(conn, course.id, user)?,
            course,
            page,
        })
    }

    fn path(&self) -> String {
        let user = self.learner.user_id;
        format!("{}/analytics/learners/{user}", self.course.path())
    }

    /// The address of their grade for an item.
    fn grade_path(&self, score: &Score) -> String {
        let (course, user) = (self.course.path(), self.learner.user_id);
        format!("{course}/gradebook/items/{}/learners/{user}", score.item_id)
    }

    /// Required lessons, of how many.
    fn done(&self) -> String {
        let required = self.steps.iter().filter(|step| step.is_required);
        format!("{} / {}", self.learner.done, required.count())
    }

    fn last_seen(&self) -> String {
        last_seen(&self.page, &self.learner)
    }

    fn day(&self, at: DateTime<Utc>) -> String {
        i18n::date(self.page.locale, at, self.page.time_zone())
    }

    fn day_or_dash(&self, at: &Option<DateTime<Utc>>) -> String {
        at.map_or_else(|| "–".to_owned(), |at| self.day(at))
    }

    fn time(&self, at: &DateTime<Utc>) -> String {
        i18n::date_time(self.page.locale, *at, self.page.time_zone())
    }

    /// `3:20 / 10:00`, or a dash for what is not measured.
    fn seen(&self, step: &Step) -> String {
        match (step.seen_ms, step.duration_ms) {
            (Some(seen), Some(all)) => format!("{} / {}", i18n::clock(seen), i18n::clock(all)),
            (Some(seen), None) => i18n::clock(seen),
            (None, _) => "–".to_owned(),
        }
    }

    fn took(&self, attempt: &Attempt) -> String {
        match attempt.took_ms {
            Some(ms) => i18n::clock(ms),
            None => fl!(self.l, "analytics-attempt-open"),
        }
    }

    fn score(&self, attempt: &Attempt) -> String {
        let score = attempt.score.as_deref().unwrap_or("–");
        format!("{score} / {}", attempt.max)
    }

    fn points(&self, score: &Score) -> String {
        match &score.points {
            _ if score.is_excused => fl!(self.l, "gradebook-excused"),
            Some(points) => format!("{points} / {}", score.max),
            None => fl!(self.l, "gradebook-missing"),
        }
    }
}
