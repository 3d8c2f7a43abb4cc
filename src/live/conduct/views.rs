//! The list of who is there, and what stands above the talk.

use std::collections::HashSet;

use askama::Template;
use askama::filters::HtmlSafe;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use i18n_embed_fl::fl;
use serde_json::{Value, json};

use super::muting::MINUTES;
use super::people::{self, Present};
use super::talk::PACES;
use crate::error::Result;
use crate::i18n::{Loader, Locale};
use crate::live::rooms::{self, Standing};
use crate::live::{Room, RoomId};
use crate::schema::{live_chat_messages, live_pins, live_rooms, users};
use crate::web::{Page, UserId};

/// Who is there, for who keeps order.
#[derive(Template)]
#[template(path = "live/_people.html")]
pub struct People {
    l: Loader,
    page: Page,
    room: Room,
    present: Vec<Present>,
    guests: i64,
    staff: HashSet<UserId>,
}

impl HtmlSafe for People {}

impl People {
    /// The caller has made sure that the reader keeps order in the room.
    pub fn load(conn: &mut PgConnection, page: &Page, room: &Room) -> Result<People> {
        let present = people::present(conn, room.id)?;
        let ids: Vec<UserId> = present.iter().map(|one| one.user).collect();
        let standings = rooms::standings(conn, room, &ids)?;
        let staff = standings.into_iter();
        Ok(People {
            l: page.l,
            page: page.clone(),
            room: room.clone(),
            guests: people::guests(conn, room.id)?,
            staff: staff
                .filter(|(_, standing)| *standing >= Standing::Moderator)
                .map(|(user, _)| user)
                .collect(),
            present,
        })
    }

    fn is_staff(&self, one: &Present) -> bool {
        self.staff.contains(&one.user)
    }

    fn since(&self, one: &Present) -> String {
        let local = one.since.with_timezone(&self.page.time_zone());
        let time = local.format("%H:%M").to_string();
        fl!(self.l, "live-people-since", time = time)
    }

    fn guests_words(&self) -> String {
        fl!(self.l, "live-people-guests", count = self.guests)
    }

    fn paces(&self) -> Vec<(i16, String)> {
        let label = |pace: i16| match pace {
            0 => fl!(self.l, "live-slow-off"),
            _ => fl!(self.l, "live-slow-seconds", seconds = pace),
        };
        PACES.map(|pace| (pace, label(pace))).into()
    }

    fn lengths(&self) -> Vec<(i32, String)> {
        let label = |minutes: i32| match minutes {
            1440 => fl!(self.l, "live-mute-class"),
            _ => fl!(self.l, "live-mute-for", minutes = minutes),
        };
        MINUTES.map(|minutes| (minutes, label(minutes))).into()
    }
}

/// The message above the talk, and how long the audience waits between two.
#[derive(Clone, Debug)]
pub struct Pinned {
    room: RoomId,
    slow_seconds: i16,
    /// Its id, its sender's name, what it says.
    message: Option<(i64, String, String)>,
}

impl Pinned {
    pub fn load(conn: &mut PgConnection, room: RoomId) -> Result<Pinned> {
        let slow_seconds = live_rooms::table
            .find(room)
            .select(live_rooms::slow_seconds)
            .first(conn)?;
        let message = live_pins::table
            .inner_join(live_chat_messages::table)
            .left_join(users::table.on(users::id.nullable().eq(live_chat_messages::user_id)))
            .filter(live_pins::live_room_id.eq(room))
            .filter(live_chat_messages::deleted_at.is_null())
            .select((
                live_chat_messages::id,
                users::display_name.nullable(),
                live_chat_messages::content,
            ))
            .first::<(i64, Option<String>, String)>(conn)
            .optional()?;
        Ok(Pinned {
            room,
            slow_seconds,
            message: message.map(|(id, name, words)| (id, name.unwrap_or_default(), words)),
        })
    }

    /// As a page shows it.
    pub fn bar(&self, l: Loader) -> Bar {
        Bar {
            l,
            pinned: self.clone(),
        }
    }
}

/// What stands between the tabs and the talk.
#[derive(Template)]
#[template(path = "live/_pinned.html")]
pub struct Bar {
    l: Loader,
    pinned: Pinned,
}

impl HtmlSafe for Bar {}

impl Bar {
    fn slow(&self) -> String {
        fl!(self.l, "live-slow-note", seconds = self.pinned.slow_seconds)
    }
}

/// What all pages are told when it has changed.
pub fn told(locale: Locale, pinned: &Pinned) -> Value {
    let html = pinned.bar(locale.loader()).render().unwrap_or_default();
    json!(html)
}
