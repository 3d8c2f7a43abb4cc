//! The quick quizzes of a class as somebody's page lists them, and the form of a new one.

use std::collections::HashMap;

use askama::Template;
use askama::filters::HtmlSafe;
use diesel::pg::PgConnection;
use i18n_embed_fl::fl;

use super::form::QuickForm;
use super::model::{self, Quick};
use super::piece::Piece;
use super::tally::{self, Alike, Own};
use crate::courses;
use crate::error::{Errors, Result};
use crate::i18n::Loader;
use crate::live::rooms::{Reached, Standing};
use crate::live::rounds::State;
use crate::live::{Room, Status};
use crate::quizzes::{self, BankChoice};
use crate::web::Page;

/// The panel: the quick quizzes, and for those who run the class the form of a new one.
#[derive(Template)]
#[template(path = "live/_quick_quizzes.html")]
pub struct QuickQuizzes {
    l: Loader,
    room: Room,
    is_manager: bool,
    may_answer: bool,
    list: List,
    /// What can be asked; none for whoever makes no quick quizzes here.
    bank: Vec<BankChoice>,
    pub form: QuickForm,
    pub errors: Errors,
}

impl HtmlSafe for QuickQuizzes {}

/// Those that a reader may see, the newest first.
#[derive(Template)]
#[template(path = "live/_quick_quiz_list.html")]
pub struct List {
    l: Loader,
    quizzes: Vec<Quick>,
    tallies: HashMap<i32, Vec<Alike>>,
    own: HashMap<model::QuickId, Own>,
    answered: HashMap<model::QuickId, i64>,
    may_answer: bool,
    is_manager: bool,
    nothing: Own,
}

impl HtmlSafe for List {}

impl List {
    pub fn load(conn: &mut PgConnection, page: &Page, reached: &Reached) -> Result<List> {
        let is_manager = reached.standing == Standing::Manager;
        let mut quizzes = model::of_room(conn, reached.room.id)?;
        quizzes.retain(|quiz| is_manager || quiz.row.state() != State::Prepared);
        let ids: Vec<model::QuickId> = quizzes.iter().map(|quiz| quiz.row.id).collect();
        Ok(List {
            l: page.l,
            tallies: tally::tallies(conn, &quizzes)?,
            own: match page.viewer_id() {
                Some(viewer) if !quizzes.is_empty() => tally::own(conn, viewer, &ids)?,
                _ => HashMap::new(),
            },
            answered: match is_manager && !ids.is_empty() {
                true => model::answered(conn, &ids)?,
                false => HashMap::new(),
            },
            may_answer: may_answer(conn, page, reached)?,
            is_manager,
            quizzes,
            nothing: Own::new(),
        })
    }

    fn piece<'a>(&'a self, quiz: &'a Quick) -> Piece<'a> {
        Piece {
            l: self.l,
            quiz,
            tallies: &self.tallies,
            own: self.own.get(&quiz.row.id).unwrap_or(&self.nothing),
            answered: self.answered.get(&quiz.row.id).copied().unwrap_or(0),
            may_answer: self.may_answer,
            is_manager: self.is_manager,
        }
    }
}

/// Whether the reader takes the course whose marks these are.
fn may_answer(conn: &mut PgConnection, page: &Page, reached: &Reached) -> Result<bool> {
    match (page.viewer_id(), reached.room.course_id, reached.standing) {
        (Some(viewer), Some(course), Standing::Audience) if reached.room.status == Status::Live => {
            courses::is_enrolled(conn, viewer, course)
        }
        _ => Ok(false),
    }
}

impl QuickQuizzes {
    pub fn load(conn: &mut PgConnection, page: &Page, reached: &Reached) -> Result<QuickQuizzes> {
        let list = List::load(conn, page, reached)?;
        let is_open = reached.room.status != Status::Ended;
        let bank = match (reached.room.course_id, list.is_manager && is_open) {
            (Some(course), true) => quizzes::self_marking(conn, course)?,
            _ => Vec::new(),
        };
        Ok(QuickQuizzes {
            l: page.l,
            room: reached.room.clone(),
            is_manager: list.is_manager,
            may_answer: list.may_answer,
            list,
            bank,
            form: QuickForm::default(),
            errors: Errors::default(),
        })
    }

    fn may_make(&self) -> bool {
        self.is_manager && self.room.status != Status::Ended && self.room.course_id.is_some()
    }

    fn is_live(&self) -> bool {
        self.room.status == Status::Live
    }

    fn has_chosen(&self, choice: &BankChoice) -> bool {
        self.form.questions.contains(&choice.id)
    }

    fn error(&self, field: &str) -> String {
        self.errors.of(field, self.l).unwrap_or_default()
    }

    fn has_errors(&self) -> bool {
        ["title", "question", "limit"]
            .iter()
            .any(|field| !self.error(field).is_empty())
    }
}
