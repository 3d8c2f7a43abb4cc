//! Questions as readers get them, on a page and over the socket.

use std::collections::HashSet;

use askama::Template;
use askama::filters::HtmlSafe;
use chrono::{DateTime, Utc};
use diesel::pg::PgConnection;
use i18n_embed_fl::fl;
use uuid::Uuid;

use super::asking::LONGEST;
use super::list;
use super::model::{Asked, QuestionId};
use crate::error::{Errors, Result};
use crate::i18n::{self, Loader, Locale};
use crate::live::recording::Timeline;
use crate::live::rooms::{Reached, Standing};
use crate::live::{Room, Status};
use crate::web::{Page, UserId};

/// One question.
#[derive(Template)]
#[template(path = "live/_question.html")]
pub struct Piece<'a> {
    pub l: Loader,
    pub asked: &'a Asked,
    pub is_own: bool,
    pub is_voted: bool,
    pub may_vote: bool,
    /// Where it belongs in the replay; none outside of one.
    pub moments: Option<Moments<'a>>,
}

impl HtmlSafe for Piece<'_> {}

/// The replay that a question is shown beside.
#[derive(Clone, Copy)]
pub struct Moments<'a> {
    pub timeline: &'a Timeline,
    /// The address of the film.
    pub film: &'a str,
}

impl Moments<'_> {
    /// The film from this place on, in milliseconds, for a browser without scripts.
    fn from(&self, at: i64) -> String {
        format!("{}#t={}", self.film, at / 1000)
    }
}

impl Piece<'_> {
    fn votes(&self) -> i64 {
        self.asked.votes.into()
    }

    /// Milliseconds into the film.
    fn asked_at(&self, moments: &Moments<'_>) -> Option<i64> {
        let moment = self.asked.media_time_ms?;
        Some(moments.timeline.film_time(moment))
    }

    fn answered_at(&self, moments: &Moments<'_>) -> Option<i64> {
        let moment = self.asked.answered_at?.timestamp_millis();
        Some(moments.timeline.film_time(moment))
    }
}

/// The HTML of a question for everybody alike; empty if it can't be rendered.
pub fn shared_piece(locale: Locale, asked: &Asked) -> String {
    let piece = Piece {
        l: locale.loader(),
        asked,
        is_own: false,
        is_voted: false,
        may_vote: true,
        moments: None,
    };
    piece.render().unwrap_or_else(|error| {
        tracing::error!(%error, question = asked.id, "a question could not be rendered");
        String::new()
    })
}

/// The questions of a class, as somebody's page lists them.
#[derive(Template)]
#[template(path = "live/_question_list.html")]
pub struct List {
    l: Loader,
    asked: Vec<Asked>,
    voted: HashSet<QuestionId>,
    viewer: Option<UserId>,
    may_vote: bool,
}

impl HtmlSafe for List {}

impl List {
    pub fn load(conn: &mut PgConnection, page: &Page, reached: &Reached) -> Result<List> {
        let viewer = page.viewer_id();
        let asked = list::asked(conn, reached.room.id)?;
        let voted = match viewer {
            Some(viewer) => list::voted(conn, viewer, &asked)?,
            None => HashSet::new(),
        };
        Ok(List {
            l: page.l,
            asked,
            voted,
            viewer,
            may_vote: viewer.is_some() && reached.room.status != Status::Ended,
        })
    }

    fn piece<'a>(&self, asked: &'a Asked) -> Piece<'a> {
        Piece {
            l: self.l,
            asked,
            is_own: self.viewer == Some(asked.user),
            is_voted: self.voted.contains(&asked.id),
            may_vote: self.may_vote,
            moments: None,
        }
    }
}

/// The panel: the list, and the form to ask.
#[derive(Template)]
#[template(path = "live/_questions.html")]
pub struct Questions {
    l: Loader,
    page: Page,
    room: Room,
    standing: Standing,
    list: List,
    version: String,
    pub typed: String,
    pub errors: Errors,
}

impl HtmlSafe for Questions {}

impl Questions {
    pub fn load(conn: &mut PgConnection, page: &Page, reached: &Reached) -> Result<Questions> {
        Ok(Questions {
            l: page.l,
            page: page.clone(),
            room: reached.room.clone(),
            standing: reached.standing,
            // Before the list, so that it is never ahead of it.
            version: list::version(conn, reached.room.id)?,
            list: List::load(conn, page, reached)?,
            typed: String::new(),
            errors: Errors::default(),
        })
    }

    fn is_staff(&self) -> bool {
        self.standing >= Standing::Moderator
    }

    fn is_open(&self) -> bool {
        self.room.status != Status::Ended
    }

    /// For the form without scripts, which asks once.
    fn nonce(&self) -> Uuid {
        Uuid::now_v7()
    }

    fn error(&self) -> String {
        self.errors.of("content", self.l).unwrap_or_default()
    }
}

/// The questions beside the replay, each with its moments in the film.
#[derive(Template)]
#[template(path = "live/_replay_questions.html")]
pub struct ReplayQuestions {
    pub l: Loader,
    asked: Vec<Asked>,
    timeline: Timeline,
    film: String,
}

impl HtmlSafe for ReplayQuestions {}

impl ReplayQuestions {
    pub fn load(
        conn: &mut PgConnection,
        page: &Page,
        room: &Room,
        timeline: Timeline,
        film: String,
    ) -> Result<ReplayQuestions> {
        Ok(ReplayQuestions {
            l: page.l,
            asked: list::asked(conn, room.id)?,
            timeline,
            film,
        })
    }

    pub fn is_empty(&self) -> bool {
        self.asked.is_empty()
    }

    /// When which question was answered aloud.
    pub fn answered(&self) -> impl Iterator<Item = (DateTime<Utc>, &str)> {
        let asked = self.asked.iter();
        asked.filter_map(|asked| Some((asked.answered_at?, asked.content.as_str())))
    }

    fn piece<'a>(&'a self, asked: &'a Asked) -> Piece<'a> {
        Piece {
            l: self.l,
            asked,
            is_own: false,
            is_voted: false,
            may_vote: false,
            moments: Some(Moments {
                timeline: &self.timeline,
                film: &self.film,
            }),
        }
    }
}
