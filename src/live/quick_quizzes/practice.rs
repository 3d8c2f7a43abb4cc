//! Quick quizzes as practice beside the replay of their class: answered for oneself, as often as one likes, kept nowhere.
//!
//! Only those whose results the class was shown are there, for with an answer comes the key. It comes once every question has an
//! answer, in the reply to that and in nothing else (security row Z3); the grade book is not touched.

use actix_web::http::StatusCode;
use askama::Template;
use askama::filters::HtmlSafe;
use diesel::pg::PgConnection;
use i18n_embed_fl::fl;

use super::answering::{self, Marked};
use super::model::{self, Question, Quick, QuickId};
use super::tally::Own;
use crate::error::{AppError, Result};
use crate::i18n::{self, Loader};
use crate::live::RoomId;
use crate::live::recording::Timeline;
use crate::live::rounds::State;
use crate::quizzes::{Asked, Given, Inputs, Released, marks_of};
use crate::web::Page;

/// The quick quizzes that stand beside a replay, in the film's order.
#[derive(Template)]
#[template(path = "live/_practice.html")]
pub struct Practice {
    l: Loader,
    exercises: Vec<Exercise>,
}

impl HtmlSafe for Practice {}

/// One of them.
#[derive(Template)]
#[template(path = "live/_practice_quiz.html")]
pub struct Exercise {
    l: Loader,
    room: RoomId,
    quiz: Quick,
    /// When it was asked, in milliseconds of the film.
    at: i64,
    is_signed_in: bool,
    /// What this reader has just answered; nothing before.
    own: Own,
    /// Whether that leaves a question out.
    is_partial: bool,
}

impl HtmlSafe for Exercise {}

impl Practice {
    /// Those that were asked in the stretch of the class that the film shows.
    pub fn load(
        conn: &mut PgConnection,
        page: &Page,
        room: RoomId,
        film: &Timeline,
    ) -> Result<Practice> {
        let quizzes = model::of_room(conn, room)?.into_iter();
        let mut exercises: Vec<Exercise> = quizzes
            .filter_map(|quiz| Exercise::of(page, film, quiz))
            .collect();
        exercises.sort_by_key(|exercise| (exercise.at, exercise.quiz.row.id));
        let l = page.l;
        Ok(Practice { l, exercises })
    }

    pub fn none(l: Loader) -> Practice {
        let exercises = Vec::new();
        Practice { l, exercises }
    }

    pub fn is_empty(&self) -> bool {
        self.exercises.is_empty()
    }

    /// One of them, to be answered or shown alone.
    ///
    /// # Errors
    /// `NotFound` for one that is not there.
    pub fn take(mut self, quiz: QuickId) -> Result<Exercise> {
        let mut all = self.exercises.iter();
        let place = all.position(|exercise| exercise.quiz.row.id == quiz);
        Ok(self.exercises.swap_remove(place.ok_or(AppError::NotFound)?))
    }

    /// Puts it back, answered.
    pub fn put(&mut self, answered: Exercise) {
        let is_it = |exercise: &&mut Exercise| exercise.quiz.row.id == answered.quiz.row.id;
        if let Some(exercise) = self.exercises.iter_mut().find(is_it) {
            *exercise = answered;
        }
    }
}

impl Exercise {
    fn of(page: &Page, film: &Timeline, quiz: Quick) -> Option<Exercise> {
        let opened = quiz.row.opened_at?.timestamp_millis();
        let is_there = quiz.row.state() == State::Shown && film.moments().contains(&opened);
        is_there.then(|| Exercise {
            l: page.l,
            room: quiz.row.live_room_id,
            at: film.film_time(opened),
            is_signed_in: page.viewer.is_some(),
            own: Own::new(),
            is_partial: false,
            quiz,
        })
    }

    /// Takes answers and marks them, for whoever gives them alone.
    ///
    /// # Errors
    /// `Invalid` for an answer without end.
    pub fn answer(&mut self, fields: &[(String, String)]) -> Result<()> {
        answering::refuse_long(fields)?;
        let marked = answering::marked(&self.quiz, fields)?;
        self.is_partial = marked.iter().any(|marked| marked.answer.is_empty());
        let own = |marked: Marked| (marked.question, (marked.answer, marked.credit));
        self.own = marked.into_iter().map(own).collect();
        Ok(())
    }

    /// Whether the key may be seen.
    fn is_answered(&self) -> bool {
        !self.own.is_empty() && !self.is_partial
    }

    /// Of the page that shows it.
    pub fn status(&self) -> StatusCode {
        match self.is_partial {
            true => StatusCode::UNPROCESSABLE_ENTITY,
            false => StatusCode::OK,
        }
    }

    fn path(&self) -> String {
        format!("/live/{}/replay/quizzes/{}", self.room, self.quiz.row.id)
    }

    /// Where the film is when it was asked.
    fn moment(&self) -> String {
        let second = self.at / 1000;
        format!("/live/{}/replay?t={second}#{}", self.room, self.anchor())
    }

    fn anchor(&self) -> String {
        anchor(self.quiz.row.id)
    }

    fn clock(&self) -> String {
        i18n::clock(self.at)
    }

    /// The key is put in here, and only once the whole is answered.
    fn questions(&self) -> Vec<Asked> {
        let questions = self.quiz.questions.iter();
        questions.map(|question| self.question(question)).collect()
    }

    fn question(&self, question: &Question) -> Asked {
        let (content, order) = (&question.content, &question.order);
        let own = self.own.get(&question.id);
        let answer = own.map(|(answer, _)| answer.clone());
        let asked = Asked::of(self.l, question.id, content, order, answer);
        match own.filter(|_| self.is_answered()) {
            None => asked,
            Some((answer, credit)) => {
                let marks = marks_of(credit, &content.points);
                let given = Given {
                    marks: Some(&marks),
                    points: &content.points,
                };
                asked.with_key(Released::ALL, content, order, answer, given)
            }
        }
    }
}

/// What the place of a quick quiz beside the replay is called.
pub fn anchor(quiz: QuickId) -> String {
    format!("quiz-{quiz}")
}
