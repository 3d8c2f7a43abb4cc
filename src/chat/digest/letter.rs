//! What the mail about missed messages says.

use diesel::prelude::*;
use i18n_embed_fl::fl;

use crate::chat::model::{MessageType, RoomId, RoomKind};
use crate::chat::quotes;
use crate::config::Config;
use crate::i18n::{self, Loader, Text};
use crate::mail::{self, Letter};
use crate::text;

/// How many messages a mail shows; the others it counts.
const SHOWN: usize = 20;

/// A message that the mail tells of.
#[derive(Queryable, Clone)]
pub(super) struct Told {
    pub room: RoomId,
    pub kind: RoomKind,
    pub name: String,
    pub author: Option<String>,
    pub content: String,
    pub message_type: MessageType,
}

/// The letter about these messages, of which there is one at least.
pub(super) fn letter(config: &Config, told: Vec<Told>) -> Letter {
    let count = told.len() as i64;
    let path = match told.iter().all(|one| one.room == told[0].room) {
        true => format!("/chat/rooms/{}", told[0].room),
        false => "/chat".to_owned(),
    };
    let shown = &told[..told.len().min(SHOWN)];
    let mut paragraphs = Vec::new();
    for room in shown.chunk_by(|a, b| a.room == b.room) {
        let name = room[0].clone();
        paragraphs.push(Text::new(move |l| name.place(l)));
        paragraphs.extend(
            room.iter()
                .cloned()
                .map(|one| Text::new(move |l| one.line(l))),
        );
    }
    if told.len() > SHOWN {
        let rest = (told.len() - SHOWN) as i64;
        paragraphs.push(text!("chat-digest-rest", count = rest));
    }
    Letter {
        subject: text!("chat-digest-subject", count = count),
        paragraphs,
        action: Some((text!("chat-digest-button"), mail::link(config, &path))),
    }
}

impl Told {
    /// Where it was said.
    fn place(&self, l: Loader) -> String {
        match self.kind {
            RoomKind::Direct => fl!(l, "chat-digest-direct"),
            _ => fl!(l, "chat-digest-room", room = self.name.as_str()),
        }
    }

    /// Who has said what.
    fn line(&self, l: Loader) -> String {
        let author = i18n::name_of(self.author.as_deref().unwrap_or_default(), l);
        let words = match self.message_type {
            MessageType::Text => quotes::excerpt(&self.content),
            _ if self.content.trim().is_empty() => fl!(l, "chat-digest-files"),
            _ => quotes::excerpt(&self.content),
        };
        fl!(
            l,
            "chat-digest-line",
            author = author.into_owned(),
            words = words
        )
    }
}
