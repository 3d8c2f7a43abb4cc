//! A page's copy of a log, kept as the script of a page keeps it: see `src/realtime/mod.rs`.

use std::collections::{BTreeMap, HashSet};

use serde_json::Value;

/// What a page shows of a room.
#[derive(Default, Debug)]
pub struct Copy {
    /// Up to this revision the page knows everything.
    pub last: i64,
    /// The HTML of each message, by its number.
    pub messages: BTreeMap<i64, String>,
    gone: HashSet<i64>,
}

impl Copy {
    /// Applies a frame of changes. False if something is missing before it.
    #[must_use]
    pub fn apply(&mut self, frame: &Value) -> bool {
        assert_eq!(frame["type"], "changes", "{frame}");
        let (from, to) = (number(&frame["from"]), number(&frame["to"]));
        if to <= self.last {
            return true;
        }
        if from > self.last + 1 {
            return false;
        }
        for item in frame["items"].as_array().expect("items") {
            if number(&item["rev"]) <= self.last {
                continue;
            }
            let (id, seq) = (number(&item["id"]), number(&item["seq"]));
            if item["deleted"] == true {
                self.gone.insert(id);
                self.messages.remove(&seq);
            } else if !self.gone.contains(&id) {
                let html = item["html"].as_str().expect("html").to_owned();
                self.messages.insert(seq, html);
            }
        }
        self.last = to;
        true
    }

    /// The words of the messages, in order.
    pub fn texts(&self) -> Vec<String> {
        let body = |html: &String| {
            let start = html.find("prose--compact\">").map_or(0, |at| at + 16);
            let end = html[start..]
                .find("</div>")
                .map_or(html.len(), |at| start + at);
            html[start..end]
                .trim()
                .replace("<p>", "")
                .replace("</p>", "")
        };
        self.messages.values().map(body).collect()
    }
}

fn number(value: &Value) -> i64 {
    value.as_i64().expect("a number")
}
