//! One message, and the messages that everybody is sent alike.

use askama::Template;
use chrono_tz::Tz;
use i18n_embed_fl::fl;

use crate::chat::model::{File, Message};
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
    pub(super) is_own: bool,
    pub(super) may_delete: bool,
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
        is_own: false,
        may_delete: false,
    };
    view.render().unwrap_or_else(|error| {
        tracing::error!(%error, message = message.stamp.id, "a message could not be rendered");
        String::new()
    })
}
