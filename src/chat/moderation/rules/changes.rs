//! What a moderator has changed of the rules, as the audit log keeps it: each field with what it was and what it is.

use i18n_embed_fl::fl;
use serde_json::{Map, Value, json};

use super::{LinkPolicy, Rules};
use crate::error::Result;
use crate::i18n::Loader;

/// The fields that differ: `{"slow_seconds": [0, 30]}`.
pub fn between(before: &Rules, after: &Rules) -> Result<Map<String, Value>> {
    let fields = |rules: &Rules| serde_json::to_value(rules).map_err(anyhow::Error::from);
    let (before, after) = (fields(before)?, fields(after)?);
    let mut changes = Map::new();
    for (name, now) in after.as_object().into_iter().flatten() {
        if before[name] != *now {
            changes.insert(name.clone(), json!([before[name], now]));
        }
    }
    Ok(changes)
}

/// The same in words, a line for each field.
pub fn in_words(changes: &Value, l: Loader) -> Vec<String> {
    let changed = changes.as_object().into_iter().flatten();
    changed
        .map(|(name, values)| {
            let (before, after) = (shown(&values[0], l), shown(&values[1], l));
            let field = field(name, l);
            fl!(
                l,
                "chat-act-rule",
                field = field,
                before = before,
                after = after
            )
        })
        .collect()
}

fn field(name: &str, l: Loader) -> String {
    match name {
        "slow_seconds" => fl!(l, "chat-rules-slow"),
        "blocked_words" => fl!(l, "chat-rules-words"),
        "held_words" => fl!(l, "chat-rules-held"),
        "link_policy" => fl!(l, "chat-rules-links"),
        "trusted_hosts" => fl!(l, "chat-rules-hosts"),
        "repeats_allowed" => fl!(l, "chat-rules-repeats"),
        "repeat_minutes" => fl!(l, "chat-rules-minutes"),
        other => other.to_owned(),
    }
}

fn shown(value: &Value, l: Loader) -> String {
    match value {
        Value::Array(listed) if listed.is_empty() => fl!(l, "chat-act-rule-nothing"),
        Value::Array(listed) => {
            let listed: Vec<&str> = listed.iter().filter_map(Value::as_str).collect();
            listed.join(&fl!(l, "chat-name-separator"))
        }
        Value::String(name) => match LinkPolicy::from_name(name) {
            Some(LinkPolicy::All) => fl!(l, "chat-rules-links-all"),
            Some(LinkPolicy::Trusted) => fl!(l, "chat-rules-links-trusted"),
            Some(LinkPolicy::None) => fl!(l, "chat-rules-links-none"),
            None => name.clone(),
        },
        other => other.to_string(),
    }
}
