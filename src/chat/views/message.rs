//! One message, and the messages that everybody is sent alike.

use askama::Template;
use chrono_tz::Tz;
use i18n_embed_fl::fl;

use crate::chat::model::{File, Message, Quote, Reaction, Room, RoomId};
use crate::i18n::{self, Loader, Locale};
use crate::markdown::{self, SafeHtml};
use crate::storage::MediaKind;

/// The time zone of what is rendered for everybody at once; the page rewrites the times for its reader.
const ZONE_FOR_ALL: Tz = chrono_tz::Asia::Shanghai;

/// One message. Rendered for everybody at once it knows no reader: what belongs to a reader is added by the page.
#[derive(Template)]
#[template(path = "chat/_message.html")]
pub(super) struct MessageView<'a> {
    pub(super) l: Loader,
    pub(super) message: &'a Message,
    pub(super) zone: Tz,
    /// It goes on from the one above, so it needs no name.
    pub(super) is_continued: bool,
    /// Nobody where it is rendered for all.
    pub(super) viewer: Option<i64>,
    /// The room as the viewer stands in it; none where it is rendered for all.
    pub(super) room: Option<&'a Room>,
}

impl MessageView<'_> {
    fn body(&self) -> SafeHtml {
        markdown::chat(&self.message.content)
    }

    fn time(&self) -> String {
        let at = self.message.created_at.with_timezone(&self.zone);
        at.format("%H:%M").to_string()
    }

    /// The place of what it answers.
    fn quote_link(&self, quote: &Quote) -> String {
        format!("{}#m-{}", around(self.message.room, quote.seq), quote.nonce)
    }

    fn quoted(&self, quote: &Quote) -> String {
        match quote.words.as_str() {
            _ if quote.is_deleted => fl!(self.l, "chat-quote-deleted"),
            "" => fl!(self.l, "chat-preview-file"),
            words => words.to_owned(),
        }
    }

    fn is_own(&self) -> bool {
        self.viewer.is_some() && self.message.stamp.user == self.viewer
    }

    fn calls_viewer(&self) -> bool {
        self.viewer.is_some_and(|viewer| self.message.calls(viewer)) && !self.is_own()
    }

    fn may_delete(&self) -> bool {
        self.is_own() || self.room.is_some_and(Room::is_moderator)
    }

    fn may_pin(&self) -> bool {
        self.room.is_some_and(Room::may_pin)
    }

    fn may_see_revisions(&self) -> bool {
        self.message.is_edited && self.room.is_some_and(Room::is_moderator)
    }

    /// By which a page finds out whether its reader is called.
    fn mentions(&self) -> String {
        if self.message.mentions_all {
            return "all".into();
        }
        let ids: Vec<String> = self.message.mentions.iter().map(i64::to_string).collect();
        ids.join(" ")
    }

    fn is_mine(&self, reaction: &Reaction) -> bool {
        reaction.has(self.viewer)
    }

    /// Ids, by which a page finds its reader; of very many the first.
    fn user_ids(&self, reaction: &Reaction) -> String {
        let ids = reaction.people.iter().take(MOST_IDS);
        let ids: Vec<String> = ids.map(|(id, _)| id.to_string()).collect();
        ids.join(" ")
    }

    fn names(&self, reaction: &Reaction) -> String {
        let names = reaction.people.iter().take(MOST_NAMES);
        let names: Vec<&str> = names.map(|(_, name)| name.as_str()).collect();
        let more = if reaction.people.len() > MOST_NAMES {
            " …"
        } else {
            ""
        };
        names.join(&fl!(self.l, "chat-name-separator")) + more
    }

    fn size(&self, file: &File) -> String {
        i18n::file_size(file.byte_size)
    }
}

impl Message {
    /// Where the message stands among its neighbours, however old it is.
    pub(in crate::chat) fn link(&self) -> String {
        let around = around(self.room, self.stamp.seq);
        format!("{around}#m-{}", self.stamp.nonce)
    }
}

/// How many newer messages stand under one that a link leads to.
const UNDER: i64 = 20;

const MOST_IDS: usize = 500;
const MOST_NAMES: usize = 12;

fn around(room: RoomId, seq: i64) -> String {
    format!("/chat/rooms/{room}?before={}", seq + UNDER)
}

/// The messages as everybody is sent them; nothing for those that are deleted.
pub(in crate::chat) fn render_for_all(locale: Locale, messages: &[Message]) -> Vec<String> {
    let l = locale.loader();
    messages
        .iter()
        .map(|message| render_one(l, message))
        .collect()
}

fn render_one(l: Loader, message: &Message) -> String {
    if message.stamp.deleted {
        return String::new();
    }
    let view = MessageView {
        l,
        message,
        zone: ZONE_FOR_ALL,
        is_continued: false,
        viewer: None,
        room: None,
    };
    view.render().unwrap_or_else(|error| {
        tracing::error!(%error, message = message.stamp.id, "a message could not be rendered");
        String::new()
    })
}
