//! One message, and the messages that everybody is sent alike.

use askama::Template;
use askama::filters::HtmlSafe;
use chrono_tz::Tz;
use i18n_embed_fl::fl;

use crate::chat::mentions::EVERYBODY;
use crate::chat::model::{File, Message, Quote, Reaction, Room, RoomId};
use crate::chat::system::SystemLine;
use crate::i18n::{self, Loader, Locale};
use crate::markdown::{self, Call, SafeHtml};
use crate::storage::MediaKind;

/// The time zone of what is rendered for everybody at once; the page rewrites the times for its reader.
const ZONE_FOR_ALL: Tz = chrono_tz::Asia::Shanghai;

/// One message. Rendered for everybody at once it knows no reader: what belongs to a reader is added by the page.
#[derive(Template)]
#[template(path = "chat/_message.html")]
pub(super) struct MessageView<'a> {
    pub(super) l: Loader,
    pub(super) locale: Locale,
    pub(super) message: &'a Message,
    pub(super) zone: Tz,
    /// It goes on from the one above, so it needs no name.
    pub(super) is_continued: bool,
    /// Its time comes with its date, because nothing around it tells the day.
    pub(super) is_dated: bool,
    /// Nobody where it is rendered for all.
    pub(super) viewer: Option<i64>,
    /// The room as the viewer stands in it; none where it is rendered for all.
    pub(super) room: Option<&'a Room>,
}

impl HtmlSafe for MessageView<'_> {}

impl MessageView<'_> {
    fn body(&self) -> SafeHtml {
        let named = self.message.mentions.iter().map(|called| Call {
            name: &called.name,
            id: called.id,
            is_own: self.viewer == Some(called.id),
        });
        let all = self.message.mentions_all.then_some(EVERYBODY);
        let all = all.into_iter().flatten().map(|name| Call {
            name,
            id: 0,
            is_own: self.calls_viewer(),
        });
        let calls: Vec<Call<'_>> = named.chain(all).collect();
        markdown::chat_with_calls(&self.message.content, &calls)
    }

    /// What the program says here.
    fn line(&self) -> String {
        SystemLine::words(&self.message.content, self.l)
    }

    fn time(&self) -> String {
        if self.is_dated {
            return i18n::date_time(self.locale, self.message.created_at, self.zone);
        }
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
        let ids: Vec<String> = self
            .message
            .mentions
            .iter()
            .map(|called| called.id.to_string())
            .collect();
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
        let names = names.map(|(_, name)| i18n::name_of(name, self.l));
        let names: Vec<_> = names.collect();
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

pub(super) fn around(room: RoomId, seq: i64) -> String {
    format!("/chat/rooms/{room}?before={}", seq + UNDER)
}

/// The messages as everybody is sent them; nothing for those that are deleted.
pub(in crate::chat) fn render_for_all(locale: Locale, messages: &[Message]) -> Vec<String> {
    messages
        .iter()
        .map(|message| render_one(locale, message))
        .collect()
}

fn render_one(locale: Locale, message: &Message) -> String {
    if message.stamp.deleted {
        return String::new();
    }
    let view = MessageView {
        l: locale.loader(),
        locale,
        message,
        zone: ZONE_FOR_ALL,
        is_continued: false,
        is_dated: false,
        viewer: None,
        room: None,
    };
    view.render().unwrap_or_else(|error| {
        tracing::error!(%error, message = message.stamp.id, "a message could not be rendered");
        String::new()
    })
}
