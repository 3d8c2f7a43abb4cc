//! The pinned messages of a room.

use askama::Template;
use i18n_embed_fl::fl;

use super::Rooms;
use super::message::MessageView;
use crate::chat::model::{Message, Room};
use crate::chat::unread::Listed;
use crate::i18n::Loader;
use crate::web::Page;

#[derive(Template)]
#[template(path = "chat/pins.html")]
pub(in crate::chat) struct Pins {
    l: Loader,
    page: Page,
    list: Rooms,
    room: Room,
    messages: Vec<Message>,
}

impl Pins {
    pub(in crate::chat) fn new(
        page: Page,
        room: Room,
        list: Vec<Listed>,
        messages: Vec<Message>,
    ) -> Pins {
        Pins {
            l: page.l,
            list: Rooms::new(&page, list, Some(room.id)),
            page,
            room,
            messages,
        }
    }

    fn shown(&self) -> Vec<MessageView<'_>> {
        let view = |message| MessageView {
            l: self.l,
            locale: self.page.locale,
            message,
            zone: self.page.time_zone(),
            is_continued: false,
            is_dated: true,
            viewer: self.page.viewer_id(),
            room: Some(&self.room),
        };
        self.messages.iter().map(view).collect()
    }
}
