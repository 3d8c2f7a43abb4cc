//! One quick quiz as a reader gets it, on a page and over the socket.

use std::collections::HashMap;

use askama::Template;
use askama::filters::HtmlSafe;
use bigdecimal::BigDecimal;
use diesel::pg::PgConnection;
use i18n_embed_fl::fl;
use serde_json::{Value, json};

use super::model::{self, Question, Quick};
use super::tally::{self, Alike, Bar, Own, tallies};
use crate::error::Result;
use crate::i18n::{Loader, Locale};
use crate::live::RoomId;
use crate::live::rounds::State;
use crate::quizzes::questions::Answer;
use crate::quizzes::{Asked, Given, Inputs, Released, marks_of, marks_shown};

/// One quick quiz.
#[derive(Template)]
#[template(path = "live/_quick_quiz.html")]
pub struct Piece<'a> {
    pub l: Loader,
    pub quiz: &'a Quick,
    pub tallies: &'a HashMap<i32, Vec<Alike>>,
    pub own: &'a Own,
    pub answered: i64,
    pub may_answer: bool,
    pub is_manager: bool,
}

impl HtmlSafe for Piece<'_> {}

/// A question of it, as far as it may be shown.
struct Shown {
    asked: Asked,
    bars: Vec<Bar>,
}

impl Piece<'_> {
    fn state(&self) -> State {
        self.quiz.row.state()
    }

    fn path(&self) -> String {
        let row = &self.quiz.row;
        format!("/live/{}/quizzes/{}", row.live_room_id, row.id)
    }

    /// How long it will be open, in words.
    fn limit(&self) -> String {
        fl!(self.l, "live-poll-limit", seconds = self.quiz.row.seconds)
    }

    /// How many have answered, in words.
    fn answers(&self) -> String {
        fl!(self.l, "live-quick-answers", count = self.answered)
    }

    fn is_shown(&self) -> bool {
        self.state() == State::Shown
    }

    fn has_answered(&self) -> bool {
        !self.own.is_empty()
    }

    /// Whether there is anything to fill in.
    fn is_form(&self) -> bool {
        self.state() == State::Open && self.may_answer && !self.has_answered()
    }

    /// The key and the bars are put in here, and only for what is shown.
    fn questions(&self) -> Vec<Shown> {
        let questions = self.quiz.questions.iter();
        questions.map(|question| self.question(question)).collect()
    }

    fn question(&self, question: &Question) -> Shown {
        let own = self.own.get(&question.id);
        let answer = own.map(|(answer, _)| answer.clone());
        let (content, order) = (&question.content, &question.order);
        let asked = Asked::of(self.l, question.id, content, order, answer);
        if !self.is_shown() {
            return Shown {
                asked,
                bars: Vec::new(),
            };
        }
        let none = (Answer::Empty, BigDecimal::from(0));
        let (answer, credit) = own.unwrap_or(&none);
        let given = Given {
            marks: Some(&marks_of(credit, &content.points)),
            points: &content.points,
        };
        let released = Released {
            marks: self.has_answered(),
            ..Released::ALL
        };
        let all = self
            .tallies
            .get(&question.id)
            .map_or(&[][..], Vec::as_slice);
        Shown {
            asked: asked.with_key(released, content, order, answer, given),
            bars: tally::bars(self.l, question, all),
        }
    }

    /// What this reader got of what there was, once that is shown.
    fn marks(&self) -> String {
        let questions = self.quiz.questions.iter();
        let got: BigDecimal = questions
            .filter_map(|question| {
                let (_, credit) = self.own.get(&question.id)?;
                Some(marks_of(credit, &question.content.points))
            })
            .sum();
        let (marks, points) = (marks_shown(&got), marks_shown(&self.quiz.worth()));
        fl!(self.l, "live-quick-marks", marks = marks, points = points)
    }
}

/// Some quick quizzes as pages are told of them.
pub struct Told {
    ids: Vec<model::QuickId>,
    quizzes: Vec<Quick>,
    tallies: HashMap<i32, Vec<Alike>>,
}

/// What these quick quizzes of the room are now; some may be gone.
pub fn now(conn: &mut PgConnection, room: RoomId, ids: Vec<model::QuickId>) -> Result<Told> {
    let quizzes = model::these(conn, room, &ids)?;
    Ok(Told {
        ids,
        tallies: tallies(conn, &quizzes)?,
        quizzes,
    })
}

impl Told {
    /// Each with its HTML for the audience, the same for everybody; without for one that the audience may not see.
    pub fn told(&self, locale: Locale) -> Value {
        let told = self.ids.iter().map(|id| {
            let quiz = self.quizzes.iter().find(|quiz| quiz.row.id == *id);
            let quiz = quiz.filter(|quiz| quiz.row.state() != State::Prepared);
            json!({ "id": id, "html": quiz.map(|quiz| self.html(locale, quiz)) })
        });
        told.collect()
    }

    fn html(&self, locale: Locale, quiz: &Quick) -> String {
        let piece = Piece {
            l: locale.loader(),
            quiz,
            tallies: &self.tallies,
            own: &Own::new(),
            answered: 0,
            may_answer: true,
            is_manager: false,
        };
        piece.render().unwrap_or_default()
    }
}
