//! A message as readers get it, on a page and over the socket.

use askama::Template;
use askama::filters::HtmlSafe;
use diesel::pg::PgConnection;
use i18n_embed_fl::fl;

use super::history::{self, History};
use super::model::{Message, Rank};
use crate::error::Result;
use crate::i18n::{self, Loader, Locale};
use crate::live::RoomId;
use crate::live::rooms::{Reached, Standing};
use crate::web::{Page, UserId};

/// One message.
#[derive(Template)]
#[template(path = "live/_message.html")]
pub struct Piece<'a> {
    l: Loader,
    message: &'a Message,
    /// Where it belongs in the replay, in milliseconds; none outside of one.
    film_time: Option<i64>,
    is_own: bool,
    is_staff: bool,
    may_delete: bool,
    may_report: bool,
}

impl HtmlSafe for Piece<'_> {}

/// Who reads a page; what goes over the socket is for nobody in particular.
#[derive(Clone, Copy, Debug, Default)]
pub struct Reader {
    pub user: Option<UserId>,
    /// Whether they keep order in the room.
    pub is_staff: bool,
}

impl Reader {
    pub fn of(page: &Page, reached: &Reached) -> Reader {
        Reader {
            user: page.viewer_id(),
            is_staff: reached.standing >= Standing::Moderator,
        }
    }
}

impl<'a> Piece<'a> {
    /// The message as this reader's page shows it.
    pub fn of(
        l: Loader,
        message: &'a Message,
        reader: Reader,
        film_time: Option<i64>,
    ) -> Piece<'a> {
        let is_own = reader.user.is_some() && message.stamp.user == reader.user;
        let is_of_others = !is_own && message.stamp.user.is_some();
        Piece {
            l,
            message,
            film_time,
            is_own,
            is_staff: reader.is_staff,
            may_delete: is_own || reader.is_staff,
            // The staff need not ask anybody.
            may_report: reader.user.is_some() && is_of_others && !reader.is_staff,
        }
    }
}

impl Piece<'_> {
    /// Where it is reported, with the second of the replay that the reader is to come back to.
    fn report(&self) -> String {
        let (room, id) = (self.message.room, self.message.stamp.id);
        let path = format!("/live/{room}/messages/{id}/report");
        match self.film_time {
            Some(at) => format!("{path}?t={}", at / 1000),
            None => path,
        }
    }
}

/// The HTML of a message for everybody alike; empty if it can't be rendered, for it is stored already.
pub fn shared_piece(locale: Locale, message: &Message) -> String {
    let piece = Piece::of(locale.loader(), message, Reader::default(), None);
    piece.render().unwrap_or_else(|error| {
        tracing::error!(%error, message = message.stamp.id, "a message could not be rendered");
        String::new()
    })
}

/// Messages in order, and the way to those before them.
#[derive(Template)]
#[template(path = "live/_history.html")]
pub struct Earlier {
    l: Loader,
    room: RoomId,
    reader: Reader,
    history: History,
}

impl HtmlSafe for Earlier {}

impl Earlier {
    /// The messages right before this `seq`.
    pub fn load(
        conn: &mut PgConnection,
        page: &Page,
        reached: &Reached,
        before: i64,
    ) -> Result<Earlier> {
        Ok(Earlier {
            l: page.l,
            room: reached.room.id,
            reader: Reader::of(page, reached),
            history: history::before(conn, reached.room.id, before)?,
        })
    }

    /// The newest messages.
    pub fn newest(conn: &mut PgConnection, page: &Page, reached: &Reached) -> Result<Earlier> {
        Earlier::load(conn, page, reached, i64::MAX)
    }
}
