//! The words that server and page exchange; `mod.rs` tells what they mean.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::frame::Frame;
use super::log::Stamp;

/// Why a socket was closed by the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u16)]
pub enum Close {
    /// The page said goodbye.
    Done = 1000,
    /// Nothing was heard from the page for a minute.
    Silent = 1001,
    /// The peer broke the websocket protocol.
    Protocol = 1002,
    /// Binary frames mean nothing here.
    Unsupported = 1003,
    /// Text that is not UTF-8.
    NotText = 1007,
    /// A frame nobody understands, or too many of them.
    Policy = 1008,
    /// A frame larger than any the page has to send.
    TooLarge = 1009,
    /// The server restarts: come back in a moment.
    Restart = 1012,
    /// Too slow a second time, or the database is away: come back later.
    TryLater = 1013,
    /// The session has ended: sign in first.
    SignedOut = 4401,
    /// No longer allowed in the room: stay away.
    NotAllowed = 4403,
}

/// What a page may say.
#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "lowercase", deny_unknown_fields)]
pub(super) enum Said {
    Resume { after: i64 },
}

/// One message inside a `changes` frame.
#[derive(Serialize)]
struct Item<'a> {
    #[serde(flatten)]
    stamp: Stamp,
    html: &'a str,
}

/// The messages with their HTML as JSON objects parted by commas, so that groups can be joined.
pub(super) fn items(messages: impl Iterator<Item = (Stamp, String)>) -> String {
    let mut items = String::new();
    for (stamp, html) in messages {
        let html = &html;
        if !items.is_empty() {
            items.push(',');
        }
        items.push_str(&serde_json::to_string(&Item { stamp, html }).unwrap_or_default());
    }
    items
}

/// Everything that changed in the room between two revisions, both included.
pub(super) fn changes(room: i64, from: i64, to: i64, items: &str) -> String {
    format!(r#"{{"type":"changes","room":{room},"from":{from},"to":{to},"items":[{items}]}}"#)
}

/// Too far behind to be told one by one.
pub(super) fn reset(room: i64, to: i64) -> String {
    format!(r#"{{"type":"reset","room":{room},"to":{to}}}"#)
}

pub(super) fn resync(room: i64) -> Frame {
    Frame::text(&format!(r#"{{"type":"resync","room":{room}}}"#))
}

/// Something outside the log, told once to whoever is there.
pub(super) fn event(room: i64, name: &str, data: &Value) -> Frame {
    let event = serde_json::json!({"type": "event", "room": room, "name": name, "data": data});
    Frame::text(&event.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_cannot_end_the_frame_it_travels_in() {
        let stamp = Stamp {
            id: 1,
            seq: 1,
            rev: 2,
            user: Some(3),
            nonce: uuid::Uuid::nil(),
            deleted: false,
        };
        let text = changes(
            7,
            2,
            2,
            &items([(stamp, "<p>\"]}\u{2028}\n</p>".into())].into_iter()),
        );
        let frame: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(frame["items"][0]["html"], "<p>\"]}\u{2028}\n</p>");
        assert_eq!(frame["items"][0]["user"], 3);
        assert_eq!(frame["from"], 2);
    }

    #[test]
    fn only_known_words_are_understood() {
        let said = serde_json::from_str::<Said>;
        assert!(said(r#"{"type":"resume","after":3}"#).is_ok());
        for nonsense in [
            "",
            "[]",
            r#"{"type":"shout"}"#,
            r#"{"type":"resume"}"#,
            r#"{"type":"resume","after":"3"}"#,
            r#"{"type":"resume","after":1e99}"#,
            r#"{"type":"resume","after":1,"x":1}"#,
        ] {
            assert!(said(nonsense).is_err(), "{nonsense}");
        }
    }
}
