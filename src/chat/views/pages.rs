//! The whole pages.

use askama::Template;
use i18n_embed_fl::fl;
use uuid::Uuid;

use super::{History, Rooms};
use crate::chat::history::Stretch;
use crate::chat::model::{Quote, Room, RoomKind};
use crate::chat::posting::MessageForm;
use crate::chat::reactions::EMOJI;
use crate::chat::rooms::Member;
use crate::chat::unread::Listed;
use crate::error::Errors;
use crate::i18n::Loader;
use crate::web::Page;

/// `/chat`: the rooms, and nothing open.
#[derive(Template)]
#[template(path = "chat/index.html")]
pub(in crate::chat) struct Index {
    l: Loader,
    page: Page,
    list: Rooms,
}

impl Index {
    pub(in crate::chat) fn new(page: Page, list: Vec<Listed>) -> Index {
        Index {
            l: page.l,
            list: Rooms::new(&page, list, None),
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
    /// Whether the newest message is on the page, so that new ones can follow it.
    is_newest: bool,
    form: MessageForm,
    errors: Errors,
}

impl Show {
    pub(in crate::chat) fn new(page: Page, open: Open, is_newest: bool) -> Show {
        Show {
            l: page.l,
            list: Rooms::new(&page, open.list, Some(open.room.id)),
            history: History::new(&page, open.room, open.stretch),
            reply: open.reply,
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

    fn note(&self) -> String {
        match self.room().kind {
            RoomKind::Course => fl!(self.l, "chat-note-course"),
            RoomKind::Group => fl!(self.l, "chat-note-group"),
            RoomKind::Direct => fl!(self.l, "chat-note-direct"),
        }
    }
}

/// Who is in a room.
#[derive(Template)]
#[template(path = "chat/people.html")]
pub(in crate::chat) struct People {
    l: Loader,
    page: Page,
    list: Rooms,
    room: Room,
    members: Vec<Member>,
}

impl People {
    pub(in crate::chat) fn new(
        page: Page,
        room: Room,
        list: Vec<Listed>,
        members: Vec<Member>,
    ) -> People {
        People {
            l: page.l,
            list: Rooms::new(&page, list, Some(room.id)),
            page,
            room,
            members,
        }
    }

    fn is_viewer(&self, member: &Member) -> bool {
        self.page.viewer_id() == Some(member.id)
    }
}

/// Whom one may call, as a fragment.
#[derive(Template)]
#[template(path = "chat/_mentions.html")]
pub(in crate::chat) struct Mentions {
    l: Loader,
    members: Vec<Member>,
    offers_all: bool,
}

impl Mentions {
    pub(in crate::chat) fn new(
        page: &Page,
        room: &Room,
        members: Vec<Member>,
        typed: &str,
    ) -> Mentions {
        let word = fl!(page.l, "chat-mention-all-word");
        Mentions {
            l: page.l,
            members,
            offers_all: room.is_moderator() && word.starts_with(&typed.to_lowercase()),
        }
    }
}
