//! Courseware as the teacher turns it and as the audience looks at it.

use std::collections::BTreeMap;

use askama::Template;
use askama::filters::HtmlSafe;
use diesel::pg::PgConnection;
use i18n_embed_fl::fl;
use serde_json::{Value, json};

use super::model::{self, DeckId, DeckRow, Problem, Slide, SlideId};
use super::preparing::MOST_PAGES;
use crate::error::{Errors, Result};
use crate::i18n::Loader;
use crate::live::rooms::{Reached, Standing};
use crate::live::{Room, Status};
use crate::web::Page;

/// What pages are told of the page that is shown now; null for none.
pub fn told(current: Option<&Slide>) -> Value {
    match current {
        None => Value::Null,
        Some(slide) => json!({
            "id": slide.id,
            "url": slide.url(),
            "thumbnail": slide.thumbnail(),
            "place": slide.place,
            "deck": slide.deck,
            "title": slide.deck_title,
        }),
    }
}

/// The panel.
#[derive(Template)]
#[template(path = "live/_slides.html")]
pub struct Slides {
    l: Loader,
    room: Room,
    is_manager: bool,
    current: Option<Slide>,
    /// Those that this reader may look at, deck by deck.
    slides: Vec<Slide>,
    /// All decks, also those without pages yet; none for who does not run the class.
    rows: Vec<DeckRow>,
    pub errors: Errors,
}

impl HtmlSafe for Slides {}

/// Pages that belong together.
struct Deck<'a> {
    id: DeckId,
    title: &'a str,
    /// Whether its pages are being drawn.
    is_waiting: bool,
    problem: Option<Problem>,
    slides: Vec<&'a Slide>,
}

impl Slides {
    pub fn load(conn: &mut PgConnection, page: &Page, reached: &Reached) -> Result<Slides> {
        let is_manager = reached.standing == Standing::Manager;
        let room = reached.room.id;
        Ok(Slides {
            l: page.l,
            is_manager,
            current: model::current(conn, room)?,
            slides: match is_manager {
                true => model::all(conn, room)?,
                false => model::shown(conn, room)?,
            },
            rows: match is_manager {
                true => model::decks(conn, room)?,
                false => Vec::new(),
            },
            room: reached.room.clone(),
            errors: Errors::default(),
        })
    }

    fn decks(&self) -> Vec<Deck<'_>> {
        let rows = self.rows.iter().map(|row| {
            let deck = Deck {
                id: row.id,
                title: &row.title,
                is_waiting: row.is_waiting && row.problem.is_none(),
                problem: row.problem,
                slides: Vec::new(),
            };
            (row.id, deck)
        });
        let mut decks: BTreeMap<DeckId, Deck<'_>> = rows.collect();
        for slide in &self.slides {
            let deck = decks.entry(slide.deck).or_insert_with(|| Deck {
                id: slide.deck,
                title: &slide.deck_title,
                is_waiting: false,
                problem: None,
                slides: Vec::new(),
            });
            deck.slides.push(slide);
        }
        decks.into_values().collect()
    }

    fn may_turn(&self) -> bool {
        self.is_manager && self.room.status != Status::Ended
    }

    /// What nobody has seen can go, also after the class: a deck that never got its pages above all.
    fn may_delete(&self, deck: &Deck<'_>) -> bool {
        self.may_turn() || self.is_manager && deck.slides.is_empty()
    }

    fn is_current(&self, slide: &Slide) -> bool {
        self.current.as_ref().is_some_and(|now| now.id == slide.id)
    }

    /// For the page to begin with.
    fn told(&self) -> String {
        told(self.current.as_ref()).to_string()
    }

    fn previous(&self) -> Option<SlideId> {
        self.beside(-1)
    }

    fn next(&self) -> Option<SlideId> {
        self.beside(1)
    }

    /// The page before or after the one that is shown, of the same deck.
    fn beside(&self, step: i16) -> Option<SlideId> {
        let now = self.current.as_ref()?;
        let is_it = |slide: &&Slide| slide.deck == now.deck && slide.place == now.place + step;
        self.slides.iter().find(is_it).map(|slide| slide.id)
    }

    /// What is wrong with a deck, in words.
    fn problem(&self, problem: &Problem) -> String {
        match problem {
            Problem::Broken => fl!(self.l, "live-slides-broken"),
            Problem::Long => fl!(self.l, "live-slides-long", most = MOST_PAGES),
            Problem::Failed => fl!(self.l, "live-slides-failed"),
        }
    }

    fn page_label(&self, slide: &Slide) -> String {
        fl!(self.l, "live-slides-page", number = slide.place)
    }

    fn error(&self) -> String {
        self.errors.of("files", self.l).unwrap_or_default()
    }
}
