//! The page of an attempt, open or handed in.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use chrono::{DateTime, Utc};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use i18n_embed_fl::fl;

use super::Released;
use crate::courses::{self, Course};
use crate::db;
use crate::error::{AppError, Errors, Result};
use crate::i18n::{self, Loader};
use crate::quizzes::asking::{Asked, Given, Inputs};
use crate::quizzes::marking::MarksForm;
use crate::quizzes::marks;
use crate::quizzes::quiz::Quiz;
use crate::quizzes::taking::{self, Attempt, AttemptId, FrozenAnswer};
use crate::schema::users;
use crate::storage::Media;
use crate::web::{Page, Viewer, html_with};

#[derive(Template)]
#[template(path = "quizzes/attempt.html")]
pub(in crate::quizzes) struct AttemptPage {
    l: Loader,
    page: Page,
    course: Course,
    quiz: Quiz,
    attempt: Attempt,
    learner: String,
    questions: Vec<QuestionView>,
    /// Whether the viewer answers here: the attempt is theirs and open.
    is_taking: bool,
    /// Whether the viewer marks here.
    is_staff: bool,
    released: Released,
    now: DateTime<Utc>,
    notice: Option<String>,
    /// Marks that could not be given, at the place where they were typed.
    typed: Option<(i32, MarksForm, Errors)>,
}

/// A question of an attempt, as far as the viewer may see it.
pub(in crate::quizzes) struct QuestionView {
    pub row: FrozenAnswer,
    pub asked: Asked,
    pub file: Option<Media>,
}

/// The attempt of the viewer, or of a learner whose course they are staff of. What is overdue is handed in on the way.
pub(in crate::quizzes) fn show_attempt(
    conn: &mut PgConnection,
    page: Page,
    viewer: &Viewer,
    id: AttemptId,
) -> Result<AttemptPage> {
    let (own, quiz) = match Attempt::own(conn, viewer, id) {
        Err(AppError::NotFound) => (false, Attempt::of_staff(conn, viewer, id)?.1),
        own => (true, own?.1),
    };
    let attempt = taking::close_if_due(conn, id)?;
    let is_staff = courses::staff_role(conn, viewer, quiz.course_id)?.is_some();
    let now = db::clock(conn)?;
    let is_taking = own && attempt.is_open();
    let released = match is_staff && !is_taking {
        true => Released::ALL,
        false => Released::of(&quiz, &attempt, now),
    };
    let rows = taking::answers_of(conn, id)?;
    let view = |row| QuestionView::load(conn, page.l, row, &quiz, released);
    Ok(AttemptPage {
        l: page.l,
        questions: rows.into_iter().map(view).collect::<Result<_>>()?,
        course: courses::visible(conn, Some(viewer), quiz.course_id)?,
        learner: name_of(conn, attempt.user_id)?,
        is_staff: is_staff && !is_taking,
        page,
        quiz,
        attempt,
        is_taking,
        released,
        now,
        notice: None,
        typed: None,
    })
}

fn name_of(conn: &mut PgConnection, user: i64) -> Result<String> {
    Ok(users::table
        .find(user)
        .select(users::display_name)
        .first(conn)?)
}

impl QuestionView {
    pub fn load(
        conn: &mut PgConnection,
        l: Loader,
        row: FrozenAnswer,
        quiz: &Quiz,
        released: Released,
    ) -> Result<QuestionView> {
        let released = match row.checked_at {
            Some(_) => released.or(Released::of_checked(quiz)),
            None => released,
        };
        let (content, order, answer) = (row.content()?, row.arrangement(), row.answer()?);
        let asked = Asked::of(l, row.place, &content, &order, answer.clone());
        let given = Given {
            marks: row.marks.as_ref(),
            points: &row.points,
        };
        let answer = answer.unwrap_or_default();
        Ok(QuestionView {
            asked: asked.with_key(released, &content, &order, &answer, given),
            file: taking::media_of(conn, &row)?,
            row,
        })
    }

    /// Whether the learner may still change it.
    pub fn is_final(&self) -> bool {
        self.row.checked_at.is_some()
    }

    pub fn points(&self) -> String {
        marks::shown(&self.row.points)
    }

    pub fn stored_marks(&self) -> String {
        self.row
            .marks
            .as_ref()
            .map(marks::shown)
            .unwrap_or_default()
    }
}

impl AttemptPage {
    /// With words above the questions, as for a save that came too late.
    pub fn with_notice(self, words: String) -> AttemptPage {
        AttemptPage {
            notice: Some(words),
            ..self
        }
    }

    /// With marks that could not be given, and why.
    pub fn with_marks_typed(self, place: i32, form: MarksForm, errors: Errors) -> AttemptPage {
        AttemptPage {
            typed: Some((place, form, errors)),
            ..self
        }
    }

    pub fn answer(&self, status: StatusCode) -> Result<HttpResponse> {
        html_with(status, self)
    }

    /// In milliseconds, until the deadline and without the grace.
    fn left_ms(&self) -> Option<i64> {
        let deadline = self.attempt.deadline_at.filter(|_| self.is_taking)?;
        Some((deadline - self.now).num_milliseconds().max(0))
    }

    fn left(&self) -> String {
        self.left_ms().map(i18n::clock).unwrap_or_default()
    }

    fn time(&self, at: &DateTime<Utc>) -> String {
        i18n::full_date_time(self.page.locale, *at, self.page.time_zone())
    }

    fn answered(&self) -> usize {
        let questions = self.questions.iter();
        questions
            .filter(|question| question.row.is_answered())
            .count()
    }

    /// What the whole attempt came to, if that is released.
    fn score(&self) -> Option<String> {
        if !self.released.marks || self.attempt.is_open() {
            return None;
        }
        Some(match &self.attempt.score {
            Some(score) => fl!(
                self.l,
                "quizzes-marks-of",
                marks = marks::shown(score),
                points = marks::shown(&self.attempt.max_score)
            ),
            None => fl!(self.l, "quizzes-marks-pending"),
        })
    }

    /// Whether something may be seen later that may not be seen now.
    fn is_held_back(&self) -> bool {
        !self.attempt.is_open() && self.released != Released::ALL
    }

    /// Whether answers can be made final one by one.
    fn can_check(&self, question: &QuestionView) -> bool {
        self.is_taking && self.quiz.releases_immediately() && !question.is_final()
    }

    fn is_file(&self, question: &QuestionView) -> bool {
        matches!(question.asked.inputs, Inputs::File)
    }

    fn typed_at(&self, question: &QuestionView) -> Option<&(i32, MarksForm, Errors)> {
        let place = question.row.place;
        self.typed.as_ref().filter(|(at, _, _)| *at == place)
    }

    fn marking_error(&self, question: &QuestionView) -> String {
        let typed = self.typed_at(question);
        let error = typed.and_then(|(_, _, errors)| errors.of("marks", self.l));
        error.unwrap_or_default()
    }

    fn marking_typed(&self, question: &QuestionView) -> String {
        match self.typed_at(question) {
            Some((_, form, _)) => form.marks.clone(),
            None => question.stored_marks(),
        }
    }

    fn marking_comment(&self, question: &QuestionView) -> String {
        match self.typed_at(question) {
            Some((_, form, _)) => form.comment.clone(),
            None => question.row.comment.clone(),
        }
    }
}
