//! The button that raises a hand, and the queue that the staff sees.

use askama::Template;
use askama::filters::HtmlSafe;
use diesel::pg::PgConnection;
use i18n_embed_fl::fl;

use super::queue::{self, Raised};
use crate::error::Result;
use crate::i18n::Loader;
use crate::live::rooms::{Reached, Standing};
use crate::live::{Room, Status};
use crate::web::{Page, UserId};

/// The viewer's own hand, and how many are up.
#[derive(Template)]
#[template(path = "live/_hand.html")]
pub struct Hand {
    l: Loader,
    page: Page,
    room: Room,
    standing: Standing,
    order: Vec<UserId>,
}

impl HtmlSafe for Hand {}

impl Hand {
    pub fn load(conn: &mut PgConnection, page: &Page, reached: &Reached) -> Result<Hand> {
        Ok(Hand {
            l: page.l,
            page: page.clone(),
            room: reached.room.clone(),
            standing: reached.standing,
            order: queue::order(conn, reached.room.id)?,
        })
    }

    fn is_learner(&self) -> bool {
        self.page.viewer.is_some() && self.standing == Standing::Audience
    }

    fn is_live(&self) -> bool {
        self.room.status == Status::Live
    }

    /// Where theirs stands, in words.
    fn place(&self) -> String {
        match self.before() {
            None => String::new(),
            Some(0) => fl!(self.l, "live-hand-next"),
            Some(before) => fl!(self.l, "live-hand-before", count = before),
        }
    }

    /// How many are before theirs; none if theirs is not up.
    fn before(&self) -> Option<usize> {
        let own = self.page.viewer_id()?;
        self.order.iter().position(|user| *user == own)
    }
}

/// The queue.
#[derive(Template)]
#[template(path = "live/_hands.html")]
pub struct Hands {
    l: Loader,
    raised: Vec<Raised>,
}

impl HtmlSafe for Hands {}

impl Hands {
    /// The caller has made sure that the reader keeps order in the room.
    pub fn load(conn: &mut PgConnection, page: &Page, room: &Room) -> Result<Hands> {
        Ok(Hands {
            l: page.l,
            raised: queue::raised(conn, room.id)?,
        })
    }
}
