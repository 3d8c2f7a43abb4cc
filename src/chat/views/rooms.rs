//! The list of the viewer's rooms, and how much in them is unread.

use askama::Template;
use askama::filters::HtmlSafe;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use i18n_embed_fl::fl;

use crate::chat::system::SystemLine;
use crate::chat::unread::Listed;
use crate::i18n::{self, Loader, Locale};
use crate::markdown;
use crate::search;
use crate::web::Page;

/// The list of rooms, as a fragment.
#[derive(Template)]
#[template(path = "chat/_rooms.html")]
pub(in crate::chat) struct Rooms {
    l: Loader,
    locale: Locale,
    zone: Tz,
    is_teacher: bool,
    pub(in crate::chat) rooms: Vec<Listed>,
    pub(in crate::chat) open: Option<i64>,
    /// What the names of the rooms are to hold.
    pub(in crate::chat) filter: String,
}

impl HtmlSafe for Rooms {}

impl Rooms {
    pub(in crate::chat) fn new(page: &Page, rooms: Vec<Listed>, open: Option<i64>) -> Rooms {
        Rooms {
            l: page.l,
            locale: page.locale,
            zone: page.time_zone(),
            is_teacher: page.may_open_groups(),
            rooms,
            open,
            filter: String::new(),
        }
    }

    /// Those alone whose name holds this.
    pub(in crate::chat) fn filtered(mut self, filter: String) -> Rooms {
        let wanted = search::fold(filter.trim());
        let l = self.l;
        self.rooms
            .retain(|room| search::fold(&room.name_in(l)).contains(&wanted));
        self.filter = filter;
        self
    }

    /// Whether the viewer may open groups.
    pub(in crate::chat) fn may_open(&self) -> bool {
        self.is_teacher
    }

    fn is_open(&self, room: &Listed) -> bool {
        self.open == Some(room.id)
    }

    fn preview(&self, room: &Listed) -> String {
        let words = match &room.last_content {
            Some(line) if room.ends_with_line() => return SystemLine::words(line, self.l),
            Some(content) if !content.is_empty() => markdown::plain(content),
            _ if room.ends_with_files() => fl!(self.l, "chat-preview-file"),
            _ => return String::new(),
        };
        let start: String = words.chars().take(60).collect();
        match &room.last_author {
            Some(name) if room.other_id.is_none() => {
                let name = i18n::name_of(name, self.l).into_owned();
                fl!(self.l, "chat-preview", name = name, words = start)
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
