//! What was found, with what was typed marked in it.

use std::collections::HashMap;

use askama::Template;
use i18n_embed_fl::fl;

use super::queries::MOST;
use crate::chat::model::{Message, RoomId};
use crate::chat::unread::Listed;
use crate::chat::views::Rooms;
use crate::i18n::{self, Loader};
use crate::markdown;
use crate::search::{self, Piece};
use crate::web::Page;

/// In characters.
const AROUND: usize = 160;

/// What was typed into the form of the search.
#[derive(Debug, Default)]
pub(super) struct Asked {
    pub(super) q: String,
    pub(super) room: String,
    pub(super) from: String,
    pub(super) since: String,
    pub(super) until: String,
    pub(super) has_file: bool,
}

impl Asked {
    pub(super) fn of(fields: &HashMap<String, String>) -> Asked {
        let field = |name: &str| {
            fields
                .get(name)
                .cloned()
                .unwrap_or_default()
                .replace('\0', "")
        };
        Asked {
            q: field("q"),
            room: field("room"),
            from: field("from"),
            since: field("since"),
            until: field("until"),
            has_file: field("has") == "file",
        }
    }
}

#[derive(Template)]
#[template(path = "chat/search.html")]
pub(super) struct Search {
    l: Loader,
    page: Page,
    list: Rooms,
    asked: Asked,
    names: HashMap<RoomId, String>,
    found: Vec<Message>,
}

impl Search {
    pub(super) fn new(page: Page, asked: Asked, list: Vec<Listed>, found: Vec<Message>) -> Search {
        let names = list
            .iter()
            .map(|room| (room.id, room.name_in(page.l).into_owned()));
        Search {
            l: page.l,
            names: names.collect(),
            list: Rooms::new(&page, list, None),
            page,
            asked,
            found,
        }
    }

    fn has_asked(&self) -> bool {
        search::query(&self.asked.q).is_some()
    }

    /// Whether it is to be said that a single letter is no beginning.
    fn has_single_letter(&self) -> bool {
        search::has_single_letter(&self.asked.q)
    }

    fn is_full(&self) -> bool {
        self.found.len() >= MOST
    }

    fn is_chosen(&self, room: &Listed) -> bool {
        self.asked.room == room.id.to_string()
    }

    fn room(&self, message: &Message) -> &str {
        self.names.get(&message.room).map_or("", String::as_str)
    }

    fn when(&self, message: &Message) -> String {
        i18n::date_time(self.page.locale, message.created_at, self.page.time_zone())
    }

    fn excerpt(&self, message: &Message) -> Vec<Piece> {
        let text = markdown::plain(&message.content);
        search::excerpt(&text, &self.asked.q, AROUND).unwrap_or_else(|| {
            let start: String = text.chars().take(AROUND).collect();
            search::highlight(&start, "")
        })
    }

    fn files(&self, message: &Message) -> Vec<Piece> {
        let names: Vec<&str> = message
            .files
            .iter()
            .map(|file| file.name.as_str())
            .collect();
        search::highlight(&names.join(" · "), &self.asked.q)
    }
}
