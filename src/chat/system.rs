//! What the program itself says in a room: who came and went, and what has been done with the room.

use i18n_embed_fl::fl;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::log::ChatLog;
use super::model::{Draft, Origin, RoomId};
use crate::i18n::Loader;
use crate::realtime::{self, Post};
use crate::state::App;

/// A line of the program in a conversation. Stored as JSON in `messages.content`, and put into words for each language
/// when it is shown. People stand in it by the name they had.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "line")]
pub(super) enum SystemLine {
    Opened { by: String },
    Joined { who: String },
    Added { by: String, who: Vec<String> },
    Left { who: String },
    Renamed { by: String, name: String },
    HandedOver { by: String, who: String },
    Closed { by: String },
    Reopened { by: String },
}

impl SystemLine {
    /// The line in the language of its reader; nothing for what no version of the program has written.
    pub(super) fn words(content: &str, l: Loader) -> String {
        match serde_json::from_str(content) {
            Ok(line) => SystemLine::in_words(line, l),
            Err(_) => String::new(),
        }
    }

    fn in_words(self, l: Loader) -> String {
        match self {
            SystemLine::Opened { by } => fl!(l, "chat-line-opened", by = by),
            SystemLine::Joined { who } => fl!(l, "chat-line-joined", who = who),
            SystemLine::Added { by, who } => {
                let who = who.join(&fl!(l, "chat-name-separator"));
                fl!(l, "chat-line-added", by = by, who = who)
            }
            SystemLine::Left { who } => fl!(l, "chat-line-left", who = who),
            SystemLine::Renamed { by, name } => fl!(l, "chat-line-renamed", by = by, name = name),
            SystemLine::HandedOver { by, who } => {
                fl!(l, "chat-line-handed-over", by = by, who = who)
            }
            SystemLine::Closed { by } => fl!(l, "chat-line-closed", by = by),
            SystemLine::Reopened { by } => fl!(l, "chat-line-reopened", by = by),
        }
    }
}

/// Says it in the room. What it tells of is done already, so a line that can't be written now is left out.
pub(super) async fn say(app: &App, room: RoomId, line: SystemLine) {
    let content = serde_json::to_string(&line).unwrap_or_default();
    let post = Post {
        sender: None,
        nonce: Uuid::now_v7(),
        draft: Draft {
            content,
            files: Vec::new(),
            reply_to: None,
            origin: Origin::Program,
        },
    };
    if let Err(error) = realtime::post::<ChatLog>(app, room, post).await {
        tracing::warn!(%error, room, "a line of the program is missing in a room");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Locale;

    #[test]
    fn a_line_is_put_into_the_words_of_its_reader() {
        let line = SystemLine::Added {
            by: "王老师".into(),
            who: vec!["小红".into(), "@all".into()],
        };
        let stored = serde_json::to_string(&line).unwrap();
        let words = |locale: Locale| SystemLine::words(&stored, locale.loader());
        assert!(words(Locale::ZhCn).contains("小红、@all"));
        assert!(words(Locale::En).contains("小红, @all"));
        assert_eq!(SystemLine::words("{}", Locale::En.loader()), "");
    }
}
