//! A stretch of a conversation: messages in runs, days apart, what is new marked.

use askama::Template;
use askama::filters::HtmlSafe;
use chrono::NaiveDate;
use chrono_tz::Tz;
use i18n_embed_fl::fl;

use super::message::{MessageView, around};
use crate::chat::model::{Message, Room};
use crate::chat::scrolling::{PAGE, Stretch};
use crate::i18n::{self, Loader, Locale};
use crate::web::Page;

/// Messages of one person that follow each other within this time are shown as one run.
const RUN: chrono::Duration = chrono::Duration::minutes(5);

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
pub(in crate::chat) struct History {
    l: Loader,
    locale: Locale,
    zone: Tz,
    viewer: Option<i64>,
    pub(super) room: Room,
    stretch: Stretch,
}

impl HtmlSafe for History {}

impl History {
    pub(in crate::chat) fn new(page: &Page, room: Room, stretch: Stretch) -> History {
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
            let is_first_new = self.is_unread(message)
                && last.map_or(self.begins_unread(message), |last| !self.is_unread(last));
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

    /// Whether all before this message, which the stretch begins with, has been read. A stretch further up may have to say
    /// it instead; then the page does.
    fn begins_unread(&self, first: &Message) -> bool {
        first.stamp.seq == self.room.last_read_seq + 1 || !self.stretch.has_older
    }

    /// The stretch with the first message that the viewer has not read, if that is further up.
    pub(super) fn first_unread(&self) -> Option<String> {
        let first = self.stretch.messages.first()?;
        let unread = self.room.last_read_seq + 1;
        let is_further_up = self.stretch.has_older && first.stamp.seq > unread;
        is_further_up.then(|| format!("{}#new", around(self.room.id, unread)))
    }

    /// The stretch that follows this one, for a page that does not end with the newest message.
    pub(super) fn newer(&self) -> Option<String> {
        let last = self.stretch.messages.last()?;
        let path = self.room.path();
        let next = last.stamp.seq + PAGE + 1;
        Some(format!("{path}?before={next}#m-{}", last.stamp.nonce))
    }

    fn view<'a>(&'a self, message: &'a Message, is_continued: bool) -> MessageView<'a> {
        MessageView {
            l: self.l,
            locale: self.locale,
            message,
            zone: self.zone,
            is_continued,
            is_dated: false,
            viewer: self.viewer,
            room: Some(&self.room),
        }
    }
}

fn is_run(last: &Message, next: &Message) -> bool {
    last.stamp.user.is_some()
        && last.stamp.user == next.stamp.user
        && next.created_at - last.created_at < RUN
}
