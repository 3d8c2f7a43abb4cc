//! The page that asks whether to hand in.

use askama::Template;
use diesel::pg::PgConnection;
use i18n_embed_fl::fl;

use super::answers;
use super::attempt::{Attempt, AttemptId};
use super::submission::close_if_due;
use crate::courses::{self, Course};
use crate::db;
use crate::error::Result;
use crate::i18n::{self, Loader};
use crate::quizzes::quiz::Quiz;
use crate::web::{Page, Viewer};

#[derive(Template)]
#[template(path = "quizzes/submission.html")]
pub(super) struct SubmissionPage {
    l: Loader,
    page: Page,
    course: Course,
    quiz: Quiz,
    attempt: Attempt,
    /// The places of the questions that have no answer.
    unanswered: Vec<i32>,
    flagged: Vec<i32>,
    all: usize,
    left_ms: Option<i64>,
}

impl SubmissionPage {
    /// None for an attempt that is handed in already.
    pub fn load(
        conn: &mut PgConnection,
        page: Page,
        viewer: &Viewer,
        id: AttemptId,
    ) -> Result<Option<SubmissionPage>> {
        let (_, quiz) = Attempt::own(conn, viewer, id)?;
        let attempt = close_if_due(conn, id)?;
        if !attempt.is_open() {
            return Ok(None);
        }
        let rows = answers::of_attempt(conn, id)?;
        let places = |is_wanted: fn(&answers::FrozenAnswer) -> bool| {
            let wanted = rows.iter().filter(|row| is_wanted(row));
            wanted.map(|row| row.place).collect()
        };
        let left = attempt.deadline_at.map(|at| (at, db::clock(conn)));
        let left_ms = match left {
            Some((at, now)) => Some((at - now?).num_milliseconds().max(0)),
            None => None,
        };
        Ok(Some(SubmissionPage {
            l: page.l,
            unanswered: places(|row| !row.is_answered()),
            flagged: places(|row| row.is_flagged),
            all: rows.len(),
            course: courses::visible(conn, Some(viewer), quiz.course_id)?,
            page,
            quiz,
            attempt,
            left_ms,
        }))
    }

    fn left(&self) -> String {
        self.left_ms.map(i18n::clock).unwrap_or_default()
    }

    fn summary(&self) -> String {
        let answered = self.all - self.unanswered.len();
        fl!(
            self.l,
            "quizzes-answered-of",
            answered = answered,
            all = self.all
        )
    }
}
