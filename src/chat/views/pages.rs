//! The whole pages.

use askama::Template;
use diesel::pg::PgConnection;
use i18n_embed_fl::fl;
use uuid::Uuid;

use super::{HeldMessage, History, Rooms};
use crate::chat::levels::Level;
use crate::chat::model::{MessageId, Quote, Room, RoomId, RoomKind};
use crate::chat::moderation::{self, Held};
use crate::chat::posting::MessageForm;
use crate::chat::reactions::EMOJI;
use crate::chat::scrolling::{self, Stretch};
use crate::chat::unread::{self, Listed};
use crate::chat::{quotes, rooms};
use crate::error::{Errors, Result};
use crate::i18n::Loader;
use crate::web::{Page, Viewer};

/// `/chat`: the rooms, and nothing open.
#[derive(Template)]
#[template(path = "chat/index.html")]
pub(in crate::chat) struct Index {
    l: Loader,
    page: Page,
    list: Rooms,
}

impl Index {
    pub(in crate::chat) fn new(page: Page, list: Vec<Listed>, filter: String) -> Index {
        Index {
            l: page.l,
            list: Rooms::new(&page, list, None).filtered(filter),
            page,
        }
    }
}

/// What the page of a room shows.
pub(in crate::chat) struct Open {
    pub(in crate::chat) room: Room,
    pub(in crate::chat) list: Vec<Listed>,
    pub(in crate::chat) stretch: Stretch,
    /// What is about to be answered.
    pub(in crate::chat) reply: Option<Quote>,
    /// How many people have it open.
    pub(in crate::chat) online: usize,
    /// What the viewer has written and waits for a moderator.
    pub(in crate::chat) held: Vec<Held>,
    /// How much waits for a moderator, if the viewer is one.
    pub(in crate::chat) waiting: i64,
}

impl Open {
    /// The room with its newest messages or those before a number, and what is about to be answered.
    ///
    /// # Errors
    /// `NotFound` for somebody who is not in it.
    pub(in crate::chat) fn load(
        conn: &mut PgConnection,
        viewer: &Viewer,
        room: RoomId,
        (before, reply): (Option<i64>, Option<MessageId>),
        online: usize,
    ) -> Result<Open> {
        let room = rooms::of(conn, viewer, room)?;
        let waiting = match room.is_moderator() {
            true => moderation::count_waiting(conn, room.id)?,
            false => 0,
        };
        Ok(Open {
            list: unread::list(conn, viewer, Some(room.id))?,
            stretch: scrolling::before(conn, room.id, before)?,
            reply: quotes::of(conn, room.id, reply)?,
            held: moderation::own_held(conn, viewer, room.id)?,
            online,
            waiting,
            room,
        })
    }
}

/// A conversation.
#[derive(Template)]
#[template(path = "chat/show.html")]
pub(in crate::chat) struct Show {
    l: Loader,
    page: Page,
    list: Rooms,
    history: History,
    reply: Option<Quote>,
    online: usize,
    held: Vec<HeldMessage>,
    waiting: i64,
    /// Whether the newest message is on the page, so that new ones can follow it.
    is_newest: bool,
    form: MessageForm,
    errors: Errors,
}

impl Show {
    pub(in crate::chat) fn new(page: Page, open: Open, is_newest: bool) -> Show {
        let held = open.held.iter().filter_map(|held| {
            let viewer = page.viewer.as_ref()?;
            Some(HeldMessage::new(&page, viewer, held.nonce, &held.content))
        });
        Show {
            l: page.l,
            held: held.collect(),
            waiting: open.waiting,
            list: Rooms::new(&page, open.list, Some(open.room.id)),
            history: History::new(&page, open.room, open.stretch),
            reply: open.reply,
            online: open.online,
            page,
            is_newest,
            form: MessageForm::default(),
            errors: Errors::default(),
        }
    }

    /// The same with what was typed and what is wrong with it.
    pub(in crate::chat) fn refused(self, form: MessageForm, errors: Errors) -> Show {
        Show {
            form,
            errors,
            ..self
        }
    }

    fn room(&self) -> &Room {
        &self.history.room
    }

    /// Where the first unread message is, if it is not on the page.
    fn first_unread(&self) -> Option<String> {
        self.history.first_unread().filter(|_| self.is_newest)
    }

    fn newer(&self) -> Option<String> {
        self.history.newer()
    }

    fn viewer_id(&self) -> i64 {
        self.page.viewer_id().unwrap_or_default()
    }

    fn viewer_name(&self) -> &str {
        let viewer = self.page.viewer.as_ref();
        viewer.map_or("", |viewer| viewer.display_name.as_str())
    }

    /// Sending the same page twice stores one message.
    fn nonce(&self) -> Uuid {
        Uuid::now_v7()
    }

    fn online_words(&self) -> String {
        match self.online {
            0 => String::new(),
            count => fl!(self.l, "chat-online", count = count),
        }
    }

    fn is_level(&self, name: &str) -> bool {
        self.room().level.name() == name
    }

    fn level_words(&self, name: &str) -> String {
        match Level::from_name(name).unwrap_or(Level::Mentions) {
            Level::Everything => fl!(self.l, "chat-level-everything"),
            Level::Mentions => fl!(self.l, "chat-level-mentions"),
            Level::Nothing => fl!(self.l, "chat-level-nothing"),
        }
    }

    fn note(&self) -> String {
        match self.room().kind {
            RoomKind::Group if !self.room().description.is_empty() => {
                self.room().description.clone()
            }
            RoomKind::Course => fl!(self.l, "chat-note-course"),
            RoomKind::Group => fl!(self.l, "chat-note-group"),
            RoomKind::Direct => fl!(self.l, "chat-note-direct"),
        }
    }
}
