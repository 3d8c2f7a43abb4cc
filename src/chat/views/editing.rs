//! The pages about what a message says and has said.

use askama::Template;
use i18n_embed_fl::fl;

use super::Rooms;
use crate::chat::editing::Revision;
use crate::chat::model::{MessageId, Room};
use crate::chat::unread::Listed;
use crate::error::Errors;
use crate::i18n::{self, Loader};
use crate::markdown::{self, SafeHtml};
use crate::web::Page;

/// The form in which the author edits a message.
#[derive(Template)]
#[template(path = "chat/edit.html")]
pub(in crate::chat) struct EditMessage {
    l: Loader,
    page: Page,
    list: Rooms,
    room: Room,
    message: MessageId,
    content: String,
    errors: Errors,
}

impl EditMessage {
    pub(in crate::chat) fn new(
        page: Page,
        room: Room,
        list: Vec<Listed>,
        message: MessageId,
        content: String,
    ) -> EditMessage {
        EditMessage {
            l: page.l,
            list: Rooms::new(&page, list, Some(room.id)),
            page,
            room,
            message,
            content,
            errors: Errors::default(),
        }
    }

    /// The same with what was typed and what is wrong with it.
    pub(in crate::chat) fn refused(self, content: String, errors: Errors) -> EditMessage {
        EditMessage {
            content,
            errors,
            ..self
        }
    }
}

/// What a message said before.
#[derive(Template)]
#[template(path = "chat/revisions.html")]
pub(in crate::chat) struct Revisions {
    l: Loader,
    page: Page,
    list: Rooms,
    room: Room,
    revisions: Vec<Revision>,
}

impl Revisions {
    pub(in crate::chat) fn new(
        page: Page,
        room: Room,
        list: Vec<Listed>,
        revisions: Vec<Revision>,
    ) -> Revisions {
        Revisions {
            l: page.l,
            list: Rooms::new(&page, list, Some(room.id)),
            page,
            room,
            revisions,
        }
    }

    fn until(&self, revision: &Revision) -> String {
        let Some(at) = revision.replaced_at else {
            return fl!(self.l, "chat-revision-now");
        };
        let when = i18n::date_time(self.page.locale, at, self.page.time_zone());
        fl!(self.l, "chat-revision-until", when = when)
    }

    fn body(&self, revision: &Revision) -> SafeHtml {
        markdown::chat(&revision.content)
    }
}
