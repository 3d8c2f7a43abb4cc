//! The people of a room.

use askama::Template;
use i18n_embed_fl::fl;

use super::Rooms;
use crate::chat::model::Room;
use crate::chat::people::Member;
use crate::chat::presence::Online;
use crate::chat::unread::Listed;
use crate::error::Errors;
use crate::i18n::Loader;
use crate::web::{Attributes, Page, attributes};

/// Who is in a room.
#[derive(Template)]
#[template(path = "chat/people.html")]
pub(in crate::chat) struct People {
    l: Loader,
    page: Page,
    list: Rooms,
    room: Room,
    members: Vec<Member>,
    online: Online,
    /// What was typed into the field of usernames, and what is wrong with it.
    username: String,
    errors: Errors,
}

impl People {
    pub(in crate::chat) fn new(
        page: Page,
        room: Room,
        list: Vec<Listed>,
        members: Vec<Member>,
        online: Online,
    ) -> People {
        People {
            l: page.l,
            list: Rooms::new(&page, list, Some(room.id)),
            page,
            room,
            members,
            online,
            username: String::new(),
            errors: Errors::default(),
        }
    }

    /// The same with what was typed and what is wrong with it.
    pub(in crate::chat) fn refused(self, username: String, errors: Errors) -> People {
        People {
            username,
            errors,
            ..self
        }
    }

    /// What offers usernames while one is typed.
    fn suggesting(&self) -> Attributes {
        attributes("required maxlength=1000 autocomplete=off list=candidates data-quiet")
            .with("hx-get", format!("{}/candidates", self.room.path()))
            .with("hx-trigger", "input changed delay:200ms")
            .with("hx-target", "#candidates")
            .with("hx-swap", "innerHTML")
    }

    fn is_owner(&self, member: &Member) -> bool {
        self.room.owner_id == Some(member.id)
    }

    /// What the member is besides a member.
    fn rank(&self, member: &Member) -> String {
        match member.is_moderator() {
            _ if self.is_owner(member) => fl!(self.l, "chat-owner"),
            true if self.room.is_group() => fl!(self.l, "chat-group-moderator"),
            true => fl!(self.l, "chat-moderator"),
            false => String::new(),
        }
    }

    /// Whether the viewer may take the member out of the group.
    fn may_remove(&self, member: &Member) -> bool {
        let outranks = self.room.is_owned || !member.is_moderator();
        self.room.is_moderated_group() && !self.is_owner(member) && outranks
    }

    fn may_sanction(&self, member: &Member) -> bool {
        self.room.is_moderator() && !member.is_moderator()
    }

    fn is_online(&self, member: &Member) -> bool {
        self.online.has(member.id)
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
