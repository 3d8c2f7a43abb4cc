//! The page of a class, and its picture as a fragment.

use askama::Template;
use askama::filters::HtmlSafe;
use diesel::pg::PgConnection;
use i18n_embed_fl::fl;
use uuid::Uuid;

use super::queries::{self, About};
use crate::danmaku::{Colour, LONGEST};
use crate::error::{Errors, Result};
use crate::i18n::{self, Loader};
use crate::live::conduct::{People, Pinned};
use crate::live::hands::{Hand, Hands};
use crate::live::messages::Earlier;
use crate::live::polls::Polls;
use crate::live::questions::Questions;
use crate::live::quick_quizzes::QuickQuizzes;
use crate::live::reports::Reports;
use crate::live::roll_calls::{Register, SignIn};
use crate::live::rooms::{self, Reached, Standing};
use crate::live::signals::{Lost, Signals};
use crate::live::slides::Slides;
use crate::live::{Room, RoomId, Status, recording, viewers};
use crate::web::Page;

/// What stands where the picture is, or will be.
#[derive(Template)]
#[template(path = "live/_stage.html")]
pub struct Stage {
    pub l: Loader,
    pub page: Page,
    pub room: Room,
    pub viewers: i64,
    pub has_replay: bool,
}

impl HtmlSafe for Stage {}

/// The talk beside it: the newest messages and the line to write in.
#[derive(Template)]
#[template(path = "live/_talk.html")]
pub struct Talk {
    pub l: Loader,
    pub page: Page,
    pub room: Room,
    pub standing: Standing,
    pub pinned: Pinned,
    pub earlier: Earlier,
    pub typed: String,
    pub errors: Errors,
}

impl HtmlSafe for Talk {}

/// What stands beside the picture: talk, questions, polls, quick quizzes, courseware, and for the staff who is there.
#[derive(Template)]
#[template(path = "live/_beside.html")]
pub struct Beside {
    pub l: Loader,
    pub room: RoomId,
    pub talk: Talk,
    pub questions: Questions,
    pub polls: Polls,
    pub quizzes: QuickQuizzes,
    pub slides: Slides,
    is_learner: bool,
    hand: Hand,
    sign_in: SignIn,
    /// For who keeps order.
    desk: Option<Desk>,
}

/// What only the staff has beside the picture.
struct Desk {
    hands: Hands,
    people: People,
    register: Register,
    lost: Lost,
    reports: Reports,
}

impl HtmlSafe for Beside {}

impl Beside {
    pub fn load(conn: &mut PgConnection, page: &Page, reached: &Reached) -> Result<Beside> {
        let is_staff = reached.standing >= Standing::Moderator;
        Ok(Beside {
            l: page.l,
            room: reached.room.id,
            is_learner: page.viewer.is_some() && !is_staff,
            talk: Talk::load(conn, page, reached)?,
            questions: Questions::load(conn, page, reached)?,
            polls: Polls::load(conn, page, reached)?,
            quizzes: QuickQuizzes::load(conn, page, reached)?,
            slides: Slides::load(conn, page, reached)?,
            hand: Hand::load(conn, page, reached)?,
            sign_in: SignIn::load(conn, page, reached)?,
            desk: match is_staff {
                true => Some(Desk {
                    hands: Hands::load(conn, page, &reached.room)?,
                    people: People::load(conn, page, &reached.room)?,
                    register: Register::load(conn, page, &reached.room)?,
                    lost: Lost::load(conn, page, &reached.room)?,
                    reports: Reports::load(conn, page, &reached.room)?,
                }),
                false => None,
            },
        })
    }
}

#[derive(Template)]
#[template(path = "live/show.html")]
pub struct ShowRoom {
    pub l: Loader,
    pub page: Page,
    pub room: Room,
    pub standing: Standing,
    pub about: About,
    pub stage: Stage,
    pub signals: Signals,
    pub beside: Beside,
}

impl Stage {
    pub fn load(conn: &mut PgConnection, page: &Page, room: &Room) -> Result<Stage> {
        let replay = recording::replay_of(conn, room.id)?;
        Ok(Stage {
            l: page.l,
            page: page.clone(),
            viewers: viewers::now_in(conn, room.id)?,
            has_replay: replay.is_some_and(|replay| replay.film.is_published),
            room: room.clone(),
        })
    }

    fn start(&self) -> Option<String> {
        let at = self.room.start_time?;
        Some(i18n::full_date_time(
            self.page.locale,
            at,
            self.page.time_zone(),
        ))
    }

    /// What the page tells when it asks whether there is another picture by now.
    pub fn state(&self) -> &'static str {
        match (self.room.status, self.room.started_at) {
            (Status::Planned, _) => "planned",
            (Status::Live, _) => "live",
            (Status::Ended, None) => "cancelled",
            (Status::Ended, _) if self.has_replay => "replay",
            (Status::Ended, _) => "ended",
        }
    }
}

impl Talk {
    pub fn load(conn: &mut PgConnection, page: &Page, reached: &Reached) -> Result<Talk> {
        Ok(Talk {
            l: page.l,
            page: page.clone(),
            room: reached.room.clone(),
            standing: reached.standing,
            pinned: Pinned::load(conn, reached.room.id)?,
            earlier: Earlier::newest(conn, page, reached)?,
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

    fn colours(&self) -> [(Colour, String); 6] {
        Colour::ALL.map(|colour| (colour, colour.label(self.l)))
    }

    /// For the form without scripts, which sends once.
    fn nonce(&self) -> Uuid {
        Uuid::now_v7()
    }

    fn error(&self) -> String {
        self.errors.of("content", self.l).unwrap_or_default()
    }
}

impl ShowRoom {
    /// # Errors
    /// `NotFound` for whoever may not watch.
    pub fn load(conn: &mut PgConnection, page: Page, room: RoomId) -> Result<ShowRoom> {
        // The room is read before its messages, so the page's cursor is never ahead of them.
        let reached = rooms::of(conn, page.viewer.as_ref(), room)?;
        Ok(ShowRoom {
            l: page.l,
            stage: Stage::load(conn, &page, &reached.room)?,
            about: queries::about(conn, &reached.room)?,
            signals: Signals::of(&page, &reached),
            beside: Beside::load(conn, &page, &reached)?,
            standing: reached.standing,
            room: reached.room,
            page,
        })
    }

    fn is_manager(&self) -> bool {
        self.standing == Standing::Manager
    }
}
