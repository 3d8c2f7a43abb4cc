//! Pages and fragments of chat.

use askama::Template;
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use i18n_embed_fl::fl;
use uuid::Uuid;

use super::history::Stretch;
use super::model::{File, Message, Room, RoomKind};
use super::posting::MessageForm;
use super::rooms::Member;
use super::unread::Listed;
use crate::error::Errors;
use crate::i18n::{self, Loader, Locale};
use crate::markdown::{self, SafeHtml};
use crate::storage::MediaKind;
use crate::web::Page;

/// Messages of one person that follow each other within this time are shown as one run.
const RUN: chrono::Duration = chrono::Duration::minutes(5);

/// The time zone of what is rendered for everybody at once; the page rewrites the times for its reader.
const ZONE_FOR_ALL: Tz = chrono_tz::Asia::Shanghai;

/// One message. Rendered for everybody at once it knows no reader: what belongs to a reader is added by the page.
#[derive(Template)]
#[template(path = "chat/_message.html")]
struct MessageView<'a> {
    l: Loader,
    message: &'a Message,
    zone: Tz,
    /// It goes on from the one above, so it needs no name.
    is_continued: bool,
    is_own: bool,
    may_delete: bool,
}

impl MessageView<'_> {
    fn body(&self) -> SafeHtml {
        markdown::chat(&self.message.content)
    }

    fn time(&self) -> String {
        let at = self.message.created_at.with_timezone(&self.zone);
        at.format("%H:%M").to_string()
    }

    fn size(&self, file: &File) -> String {
        i18n::file_size(file.byte_size)
    }
}

/// The messages as everybody is sent them; nothing for those that are deleted.
pub(super) fn render_for_all(locale: Locale, messages: &[Message]) -> Vec<String> {
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
        is_own: false,
        may_delete: false,
    };
    view.render().unwrap_or_else(|error| {
        tracing::error!(%error, message = message.stamp.id, "a message could not be rendered");
        String::new()
    })
}

/// A line of a conversation.
enum Line<'a> {
    Day(String),
    /// From here on the viewer has not read it.
    New,
    Message(Box<MessageView<'a>>),
}

/// A stretch of history, for the page and for what is loaded into it.
#[derive(Template)]
#[template(path = "chat/_history.html")]
pub(super) struct History {
    l: Loader,
    locale: Locale,
    zone: Tz,
    viewer: Option<i64>,
    room: Room,
    stretch: Stretch,
}

impl History {
    pub(super) fn new(page: &Page, room: Room, stretch: Stretch) -> History {
        History {
            l: page.l,
            locale: page.locale,
            zone: page.time_zone(),
            viewer: page.viewer_id(),
            room,
            stretch,
        }
    }

    fn older(&self) -> Option<String> {
        let first = self.stretch.messages.first()?;
        let path = self.room.path();
        let older = format!("{path}?before={}", first.stamp.seq);
        self.stretch.has_older.then_some(older)
    }

    fn lines(&self) -> Vec<Line<'_>> {
        let mut lines = Vec::with_capacity(self.stretch.messages.len() + 4);
        let mut last: Option<&Message> = None;
        for message in &self.stretch.messages {
            let day = self.day(message);
            let is_new_day = last.is_none_or(|last| self.day(last) != day);
            let is_first_new =
                self.is_unread(message) && last.is_none_or(|last| !self.is_unread(last));
            if is_new_day {
                lines.push(Line::Day(i18n::date(
                    self.locale,
                    message.created_at,
                    self.zone,
                )));
            }
            if is_first_new {
                lines.push(Line::New);
            }
            let follows = last.is_some_and(|last| is_run(last, message));
            let is_continued = follows && !is_new_day && !is_first_new;
            lines.push(Line::Message(Box::new(self.view(message, is_continued))));
            last = Some(message);
        }
        lines
    }

    fn day(&self, message: &Message) -> NaiveDate {
        message.created_at.with_timezone(&self.zone).date_naive()
    }

    fn is_unread(&self, message: &Message) -> bool {
        message.stamp.seq > self.room.last_read_seq
    }

    fn view<'a>(&self, message: &'a Message, is_continued: bool) -> MessageView<'a> {
        let is_own = message.stamp.user.is_some() && message.stamp.user == self.viewer;
        MessageView {
            l: self.l,
            message,
            zone: self.zone,
            is_continued,
            is_own,
            may_delete: is_own || self.room.is_moderator(),
        }
    }
}

fn is_run(last: &Message, next: &Message) -> bool {
    last.stamp.user.is_some()
        && last.stamp.user == next.stamp.user
        && next.created_at - last.created_at < RUN
}

/// The list of rooms, as a fragment.
#[derive(Template)]
#[template(path = "chat/_rooms.html")]
pub(super) struct Rooms {
    l: Loader,
    locale: Locale,
    zone: Tz,
    rooms: Vec<Listed>,
    open: Option<i64>,
}

impl Rooms {
    pub(super) fn new(page: &Page, rooms: Vec<Listed>, open: Option<i64>) -> Rooms {
        Rooms {
            l: page.l,
            locale: page.locale,
            zone: page.time_zone(),
            rooms,
            open,
        }
    }

    fn is_open(&self, room: &Listed) -> bool {
        self.open == Some(room.id)
    }

    fn preview(&self, room: &Listed) -> String {
        let words = match &room.last_content {
            Some(content) if !content.is_empty() => markdown::plain(content),
            _ if room.ends_with_files() => fl!(self.l, "chat-preview-file"),
            _ => return String::new(),
        };
        let start: String = words.chars().take(60).collect();
        match &room.last_author {
            Some(name) if room.other_id.is_none() => {
                fl!(self.l, "chat-preview", name = name.as_str(), words = start)
            }
            _ => start,
        }
    }

    /// The time for today, the date before.
    fn when(&self, at: &DateTime<Utc>) -> String {
        let local = at.with_timezone(&self.zone);
        if local.date_naive() == Utc::now().with_timezone(&self.zone).date_naive() {
            local.format("%H:%M").to_string()
        } else {
            i18n::date(self.locale, *at, self.zone)
        }
    }
}

/// `/chat`: the rooms, and nothing open.
#[derive(Template)]
#[template(path = "chat/index.html")]
pub(super) struct Index {
    pub(super) l: Loader,
    pub(super) page: Page,
    pub(super) list: Rooms,
}

/// A conversation.
#[derive(Template)]
#[template(path = "chat/show.html")]
pub(super) struct Show {
    pub(super) l: Loader,
    pub(super) page: Page,
    pub(super) list: Rooms,
    pub(super) history: History,
    /// Whether the newest message is on the page, so that new ones can follow it.
    pub(super) is_newest: bool,
    pub(super) form: MessageForm,
    pub(super) errors: Errors,
}

impl Show {
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
pub(super) struct People {
    pub(super) l: Loader,
    pub(super) page: Page,
    pub(super) list: Rooms,
    pub(super) room: Room,
    pub(super) members: Vec<Member>,
}

impl People {
    fn is_viewer(&self, member: &Member) -> bool {
        self.page.viewer_id() == Some(member.id)
    }
}

/// The number in the header.
#[derive(Template)]
#[template(path = "chat/_badge.html")]
pub(super) struct Badge {
    pub(super) l: Loader,
    pub(super) unread: i64,
}
