//! The pages of marking.

use askama::Template;
use bigdecimal::num_traits::Signed;
use chrono::{DateTime, Utc};
use diesel::pg::PgConnection;
use i18n_embed_fl::fl;

use super::list::{self, Listed};
use super::outdated::{Outdated, outdated};
use super::regrade::{self, Change};
use crate::courses::{Course, CourseId};
use crate::error::{AppError, Result};
use crate::i18n::{self, Loader};
use crate::quizzes::marks;
use crate::quizzes::questions::QuestionId;
use crate::quizzes::quiz::{Quiz, QuizId};
use crate::quizzes::taking::{AttemptId, Status};
use crate::web::{Page, Viewer};

#[derive(Template)]
#[template(path = "quizzes/attempts.html")]
pub(super) struct AttemptList {
    l: Loader,
    page: Page,
    course: Course,
    quiz: Quiz,
    attempts: Vec<Listed>,
    only_waiting: bool,
    before: Option<AttemptId>,
    older: Option<AttemptId>,
    is_writer: bool,
}

impl AttemptList {
    pub fn load(
        conn: &mut PgConnection,
        page: Page,
        viewer: &Viewer,
        (course, quiz): (CourseId, QuizId),
        only_waiting: bool,
        before: Option<AttemptId>,
    ) -> Result<AttemptList> {
        let (course, quiz) = Quiz::of_staff(conn, viewer, course, quiz)?;
        let mut attempts = list::attempts_of(conn, quiz.id, only_waiting, before)?;
        let is_more = attempts.len() > list::PAGE as usize;
        attempts.truncate(list::PAGE as usize);
        Ok(AttemptList {
            l: page.l,
            page,
            older: attempts.last().map(|last| last.id).filter(|_| is_more),
            is_writer: crate::courses::managed(conn, viewer, course.id).is_ok(),
            course,
            quiz,
            attempts,
            only_waiting,
            before,
        })
    }

    fn time(&self, at: &DateTime<Utc>) -> String {
        i18n::date_time(self.page.locale, *at, self.page.time_zone())
    }

    fn marks_of(&self, attempt: &Listed) -> String {
        let points = marks::shown(&attempt.max_score);
        match (&attempt.score, attempt.status) {
            (Some(score), _) => fl!(
                self.l,
                "quizzes-marks-of",
                marks = marks::shown(score),
                points = points
            ),
            (None, Status::Open) => fl!(self.l, "quizzes-attempt-open"),
            (None, _) => fl!(self.l, "quizzes-marks-waiting", count = attempt.unmarked),
        }
    }

    fn listing(&self, before: Option<AttemptId>) -> String {
        let show = if self.only_waiting { "waiting" } else { "all" };
        let before = before.map(|id| format!("&before={id}")).unwrap_or_default();
        format!("{}/attempts?show={show}{before}", self.quiz.path())
    }

    fn older_path(&self) -> String {
        self.older
            .map(|id| self.listing(Some(id)))
            .unwrap_or_default()
    }

    /// Back to the newest, from further down.
    fn newer_path(&self) -> String {
        self.before.map(|_| self.listing(None)).unwrap_or_default()
    }
}

#[derive(Template)]
#[template(path = "quizzes/regrade.html")]
pub(super) struct RegradePage {
    l: Loader,
    page: Page,
    course: Course,
    quiz: Quiz,
    outdated: Vec<Outdated>,
    /// The question that is looked at, with what a regrade would change.
    chosen: Option<(Outdated, Vec<Change>)>,
}

impl RegradePage {
    pub fn load(
        conn: &mut PgConnection,
        page: Page,
        viewer: &Viewer,
        (course, quiz): (CourseId, QuizId),
        question: Option<QuestionId>,
    ) -> Result<RegradePage> {
        let (course, quiz) = Quiz::managed(conn, viewer, course, quiz)?;
        let outdated = outdated(conn, &quiz)?;
        let chosen = match question {
            None => None,
            Some(id) => {
                let found = outdated.iter().find(|one| one.question == id);
                let found = found.ok_or(AppError::NotFound)?.clone();
                let changes = regrade::dry_run(conn, &quiz, id)?;
                Some((found, changes))
            }
        };
        Ok(RegradePage {
            l: page.l,
            page,
            course,
            quiz,
            outdated,
            chosen,
        })
    }

    fn marks(&self, marks: &Option<bigdecimal::BigDecimal>) -> String {
        marks.as_ref().map_or_else(|| "–".into(), marks::shown)
    }

    fn difference(&self, change: &Change) -> String {
        let by = change.difference();
        let sign = if by.is_positive() { "+" } else { "" };
        if change.is_change() {
            format!("{sign}{}", marks::shown(&by))
        } else {
            "0".into()
        }
    }

    fn changed(&self, changes: &[Change]) -> usize {
        changes.iter().filter(|change| change.is_change()).count()
    }
}
