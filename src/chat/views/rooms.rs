//! The list of the viewer's rooms, and how much in them is unread.

use askama::Template;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use i18n_embed_fl::fl;

use crate::chat::unread::Listed;
use crate::i18n::{self, Loader, Locale};
use crate::markdown;
use crate::web::Page;

/// The list of rooms, as a fragment.
#[derive(Template)]
#[template(path = "chat/_rooms.html")]
pub(in crate::chat) struct Rooms {
    l: Loader,
    locale: Locale,
    zone: Tz,
    pub(in crate::chat) rooms: Vec<Listed>,
    pub(in crate::chat) open: Option<i64>,
}

impl Rooms {
    pub(in crate::chat) fn new(page: &Page, rooms: Vec<Listed>, open: Option<i64>) -> Rooms {
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
            i18n::short_date(self.locale, *at, self.zone)
        }
    }
}

/// The number in the header.
#[derive(Template)]
#[template(path = "chat/_badge.html")]
pub(in crate::chat) struct Badge {
    l: Loader,
    unread: i64,
}

impl Badge {
    pub(in crate::chat) fn new(l: Loader, unread: i64) -> Badge {
        Badge { l, unread }
    }
}
