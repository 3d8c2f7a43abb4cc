//! The replay's page, and a part of its messages.

use askama::Template;
use askama::filters::HtmlSafe;
use diesel::pg::PgConnection;
use i18n_embed_fl::fl;

use super::density::{BARS, Density};
use super::film::Film;
use super::handlers::Place;
use super::lessons;
use super::marks::{self, Mark, Sources};
use super::parts::{self, LENGTH_MS, Placed};
use crate::error::Result;
use crate::i18n::{self, Loader};
use crate::live::messages::{Piece, Reader};
use crate::live::questions::ReplayQuestions;
use crate::live::quick_quizzes::Practice;
use crate::live::recording::Replay;
use crate::live::rooms::{self, Reached, Standing};
use crate::live::slides::ReplaySlides;
use crate::live::watching::{self, About};
use crate::live::{Room, RoomId, reports};
use crate::web::Page;

const LONGEST_WORDS: usize = 60;

#[derive(Template)]
#[template(path = "live/replay.html")]
pub struct ShowReplay {
    l: Loader,
    page: Page,
    room: Room,
    standing: Standing,
    about: About,
    film: Film,
    part: Part,
    marks: Vec<Mark>,
    density: Density,
    /// Where the film begins, in seconds.
    at: u32,
    questions: ReplayQuestions,
    slides: ReplaySlides,
    pub practice: Practice,
    /// How many messages wait for the staff; told them alone.
    waiting: i64,
    /// The course of a class that is over and the lesson that shows it, for those who run it.
    lesson: Option<(i64, Option<i64>)>,
}

/// Some minutes of messages.
#[derive(Template)]
#[template(path = "live/_replay_part.html")]
pub struct Part {
    l: Loader,
    reader: Reader,
    number: i64,
    /// What was looked for; empty for a part as it is.
    words: String,
    placed: Vec<Placed>,
}

impl HtmlSafe for Part {}

impl ShowReplay {
    /// # Errors
    /// `NotFound` for whoever may not watch the class.
    pub fn load(
        conn: &mut PgConnection,
        page: Page,
        room: RoomId,
        place: &Place,
    ) -> Result<ShowReplay> {
        let reached = rooms::of(conn, page.viewer.as_ref(), room)?;
        let film = Film::find(conn, &reached)?;
        let (timeline, length) = (film.timeline(), film.length());
        let density = match film {
            Film::Ready(_) => Density::load(conn, room, &timeline, length)?,
            _ => Density::default(),
        };
        let questions = film.questions(conn, &page, &reached.room)?;
        let sources = Sources {
            room,
            film: &timeline,
            density: &density,
            length_ms: length,
            questions: &questions,
        };
        Ok(ShowReplay {
            l: page.l,
            marks: match film {
                Film::Ready(_) => marks::gather(conn, page.l, &sources)?,
                _ => Vec::new(),
            },
            slides: ReplaySlides::load(conn, page.l, room, &timeline)?,
            practice: film.practice(conn, &page, room)?,
            lesson: lessons::of(conn, &reached)?,
            about: watching::about(conn, &reached.room)?,
            waiting: match reached.standing >= Standing::Moderator {
                true => reports::count(conn, room)?,
                false => 0,
            },
            part: Part::load(conn, &page, &reached, &film, place)?,
            density,
            at: place.t,
            questions,
            film,
            standing: reached.standing,
            room: reached.room,
            page,
        })
    }

    fn is_staff(&self) -> bool {
        self.standing >= Standing::Moderator
    }

    fn is_manager(&self) -> bool {
        self.standing == Standing::Manager
    }

    /// Whether the staff see what the audience does not.
    fn is_hidden(&self) -> bool {
        matches!(&self.film, Film::Ready(replay) if !replay.film.is_published)
    }

    /// The bars of the timeline: place and height, of 1000 by 40.
    fn bars(&self) -> Vec<(usize, i64)> {
        let most = self.density.0.iter().copied().max().unwrap_or(0).max(1);
        let bars = self.density.0.iter().enumerate();
        bars.filter(|(_, count)| **count > 0)
            .map(|(place, count)| (place * 1000 / BARS, (count * 36 / most).max(2)))
            .collect()
    }

    /// The place of a mark on the timeline, of 1000.
    fn place(&self, mark: &Mark) -> i64 {
        mark.at_ms * 1000 / self.film.length().max(1)
    }

    /// The film's address, with the moment that it is to begin at.
    fn source(&self, replay: &Replay) -> String {
        match self.at {
            0 => replay.film.file_url.clone(),
            at => format!("{}#t={at}", replay.film.file_url),
        }
    }

    fn waiting(&self) -> String {
        fl!(self.l, "live-reports-waiting", count = self.waiting)
    }

    fn is_preparing(&self) -> bool {
        matches!(self.film, Film::Preparing)
    }

    /// How many parts the messages come in.
    fn parts(&self) -> i64 {
        match &self.film {
            Film::Ready(replay) => replay.duration_ms / LENGTH_MS + 1,
            _ => 0,
        }
    }

    fn when(&self) -> String {
        let at = self.room.started_at.or(self.room.end_time);
        at.map(|at| i18n::full_date_time(self.page.locale, at, self.page.time_zone()))
            .unwrap_or_default()
    }

    /// Whether anything but the talk stands beside the film.
    fn has_panels(&self) -> bool {
        !(self.questions.is_empty() && self.slides.is_empty() && self.practice.is_empty())
    }

    fn next_part(&self) -> Option<i64> {
        let next = self.part.number + 1;
        (next < self.parts() && self.part.words.is_empty()).then_some(next)
    }
}

impl Part {
    fn load(
        conn: &mut PgConnection,
        page: &Page,
        reached: &Reached,
        film: &Film,
        place: &Place,
    ) -> Result<Part> {
        let (room, timeline) = (reached.room.id, film.timeline());
        let words: String = place.q.trim().chars().take(LONGEST_WORDS).collect();
        let number = place.part.into();
        Ok(Part {
            l: page.l,
            reader: Reader::of(page, reached),
            placed: match words.is_empty() {
                true => parts::messages(conn, room, &timeline, number)?,
                false => parts::search(conn, room, &timeline, &words)?,
            },
            number,
            words,
        })
    }

    fn found(&self) -> i64 {
        self.placed.len() as i64
    }

    /// One part alone, for whoever may see the replay.
    ///
    /// # Errors
    /// `NotFound` for whoever may not, and for a class without one.
    pub fn of_replay(
        conn: &mut PgConnection,
        page: &Page,
        room: RoomId,
        place: &Place,
    ) -> Result<Part> {
        let reached = rooms::of(conn, page.viewer.as_ref(), room)?;
        let film = Film::find(conn, &reached)?;
        Part::load(conn, page, &reached, &film, place)
    }
}
