//! The page of a room's moderators, and the form of a report.

use askama::Template;
use chrono::{DateTime, Utc};
use i18n_embed_fl::fl;

use super::audit::Act;
use super::held::Held;
use super::reports::Reported;
use super::rules::{self, LinkPolicy, RulesForm};
use super::sanctions::Sanctioned;
use crate::chat::model::{Message, Room};
use crate::chat::unread::Listed;
use crate::chat::views::Rooms;
use crate::error::Errors;
use crate::i18n::{self, Loader};
use crate::markdown::{self, SafeHtml};
use crate::web::Page;

/// In characters, of a message that the page quotes.
const QUOTED: usize = 300;

/// What lies before the moderators of a room.
pub(super) struct Desk {
    pub(super) room: Room,
    pub(super) list: Vec<Listed>,
    pub(super) rules: RulesForm,
    pub(super) waiting: Vec<Held>,
    pub(super) refused: Vec<Held>,
    pub(super) reported: Vec<Reported>,
    pub(super) sanctioned: Vec<Sanctioned>,
    pub(super) acts: Vec<Act>,
}

#[derive(Template)]
#[template(path = "chat/moderation.html")]
pub(super) struct Moderation {
    l: Loader,
    page: Page,
    list: Rooms,
    room: Room,
    rules: RulesForm,
    waiting: Vec<Held>,
    refused: Vec<Held>,
    reported: Vec<Reported>,
    sanctioned: Vec<Sanctioned>,
    acts: Vec<Act>,
    errors: Errors,
}

impl Moderation {
    pub(super) fn new(page: Page, desk: Desk) -> Moderation {
        Moderation {
            l: page.l,
            list: Rooms::new(&page, desk.list, Some(desk.room.id)),
            page,
            room: desk.room,
            rules: desk.rules,
            waiting: desk.waiting,
            refused: desk.refused,
            reported: desk.reported,
            sanctioned: desk.sanctioned,
            acts: desk.acts,
            errors: Errors::default(),
        }
    }

    /// The same with what was typed and what is wrong with it.
    pub(super) fn refused(self, rules: RulesForm, errors: Errors) -> Moderation {
        Moderation {
            rules,
            errors,
            ..self
        }
    }

    fn when(&self, at: &DateTime<Utc>) -> String {
        i18n::date_time(self.page.locale, *at, self.page.time_zone())
    }

    fn words(&self, message: &Message) -> String {
        words_of(self.l, message)
    }

    fn body(&self, held: &Held) -> SafeHtml {
        markdown::chat(&held.content)
    }

    fn error(&self, field: &str) -> String {
        self.errors.of(field, self.l).unwrap_or_default()
    }

    fn has_policy(&self, policy: LinkPolicy) -> bool {
        self.rules.link_policy == policy.name()
    }

    fn state(&self, person: &Sanctioned) -> String {
        match &person.muted_until {
            _ if person.is_banned => fl!(self.l, "chat-banned"),
            Some(until) => fl!(self.l, "chat-muted-until", when = self.when(until)),
            None => String::new(),
        }
    }

    fn act(&self, act: &Act) -> String {
        let about = i18n::name_of(act.about.as_deref().unwrap_or_default(), self.l);
        let about = about.as_ref();
        match act.action.as_str() {
            "member.mute" => fl!(self.l, "chat-act-mute", name = about),
            "member.ban" => fl!(self.l, "chat-act-ban", name = about),
            "member.pardon" => fl!(self.l, "chat-act-pardon", name = about),
            "member.delete_messages" => fl!(self.l, "chat-act-delete-all", name = about),
            "member.add" => fl!(self.l, "chat-act-add"),
            "member.remove" => fl!(self.l, "chat-act-remove", name = about),
            "member.promote" => fl!(self.l, "chat-act-promote", name = about),
            "member.demote" => fl!(self.l, "chat-act-demote", name = about),
            "room.hand_over" => fl!(self.l, "chat-act-hand-over", name = about),
            "room.describe" => fl!(self.l, "chat-act-describe"),
            "room.close" => fl!(self.l, "chat-act-close"),
            "room.reopen" => fl!(self.l, "chat-act-reopen"),
            "message.delete" => fl!(self.l, "chat-act-delete"),
            "message.approve" => fl!(self.l, "chat-act-approve", name = about),
            "message.refuse" => fl!(self.l, "chat-act-refuse", name = about),
            "message.restore" => fl!(self.l, "chat-act-restore"),
            "message.dismiss" => fl!(self.l, "chat-act-dismiss"),
            _ => fl!(self.l, "chat-act-rules"),
        }
    }
}

impl Moderation {
    fn changes(&self, act: &Act) -> Vec<String> {
        rules::changes_in_words(act.changes(), self.l)
    }
}

fn words_of(l: Loader, message: &Message) -> String {
    let words = markdown::plain(&message.content);
    if words.is_empty() {
        return fl!(l, "chat-preview-file");
    }
    words.chars().take(QUOTED).collect()
}

/// The form in which a member says what is wrong with a message.
#[derive(Template)]
#[template(path = "chat/report.html")]
pub(super) struct Report {
    l: Loader,
    page: Page,
    list: Rooms,
    room: Room,
    message: Message,
    reason: String,
    errors: Errors,
}

impl Report {
    pub(super) fn new(page: Page, room: Room, list: Vec<Listed>, message: Message) -> Report {
        Report {
            l: page.l,
            list: Rooms::new(&page, list, Some(room.id)),
            page,
            room,
            message,
            reason: String::new(),
            errors: Errors::default(),
        }
    }

    /// The same with what was typed and what is wrong with it.
    pub(super) fn refused(self, reason: String, errors: Errors) -> Report {
        Report {
            reason,
            errors,
            ..self
        }
    }

    fn words(&self) -> String {
        words_of(self.l, &self.message)
    }
}
