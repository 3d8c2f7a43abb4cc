//! The rules of a room: its slow mode, and words that are not said there.

use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::audit;
use crate::chat::model::Room;
use crate::error::{AppError, Errors, Result};
use crate::schema::chat_rooms;
use crate::search;
use crate::text;
use crate::web::Viewer;

const LONGEST_WAIT: i32 = 3_600;
const MOST_WORDS: usize = 200;

/// In characters.
const LONGEST_WORD: usize = 40;

/// The rules as they are typed: seconds, and a word per line.
#[derive(Clone, Debug, Default, serde::Deserialize)]
pub struct RulesForm {
    #[serde(default)]
    pub slow_seconds: String,
    #[serde(default)]
    pub blocked_words: String,
}

#[derive(Debug, Queryable)]
struct Rules {
    slow_seconds: i32,
    blocked_words: Vec<Option<String>>,
}

/// The rules of the room, as its form shows them.
pub fn of(conn: &mut PgConnection, room: &Room) -> Result<RulesForm> {
    let rules: Rules = chat_rooms::table
        .find(room.id)
        .select((chat_rooms::slow_seconds, chat_rooms::blocked_words))
        .first(conn)?;
    let words: Vec<String> = rules.blocked_words.into_iter().flatten().collect();
    Ok(RulesForm {
        slow_seconds: rules.slow_seconds.to_string(),
        blocked_words: words.join("\n"),
    })
}

/// Sets the rules of the room.
///
/// # Errors
/// `Invalid` for a wait that is no number of seconds up to an hour, and for too many or too long words.
pub fn set(conn: &mut PgConnection, viewer: &Viewer, room: &Room, form: &RulesForm) -> Result<()> {
    let rules = check(form)?;
    conn.transaction(|conn| {
        diesel::update(chat_rooms::table.find(room.id))
            .set((
                chat_rooms::slow_seconds.eq(rules.slow_seconds),
                chat_rooms::blocked_words.eq(rules.blocked_words),
            ))
            .execute(conn)?;
        audit::note(
            conn,
            room.id,
            viewer.id,
            "room.rules",
            ("room", room.id),
            "",
        )
    })
}

fn check(form: &RulesForm) -> Result<Rules> {
    let mut errors = Errors::default();
    let typed = form.slow_seconds.trim();
    let slow_seconds = match typed {
        "" => Some(0),
        typed => typed
            .parse()
            .ok()
            .filter(|wait| (0..=LONGEST_WAIT).contains(wait)),
    };
    if slow_seconds.is_none() {
        errors.add(
            "slow_seconds",
            text!("chat-rules-slow-wrong", most = LONGEST_WAIT),
        );
    }
    let mut words: Vec<Option<String>> = Vec::new();
    for line in form.blocked_words.lines() {
        let word = search::fold(line.trim());
        if word.chars().count() > LONGEST_WORD {
            errors.add(
                "blocked_words",
                text!("chat-rules-word-long", most = LONGEST_WORD),
            );
        }
        let word = Some(word);
        if word.as_deref() != Some("") && !words.contains(&word) {
            words.push(word);
        }
    }
    if words.len() > MOST_WORDS {
        errors.add(
            "blocked_words",
            text!("chat-rules-words-many", most = MOST_WORDS),
        );
    }
    match slow_seconds {
        Some(slow_seconds) if errors.is_empty() => Ok(Rules {
            slow_seconds,
            blocked_words: words,
        }),
        _ => Err(AppError::Invalid(errors)),
    }
}

/// The first of these words that the text holds, in any case and width, also with blanks between its characters.
pub fn blocked(content: &str, words: &[Option<String>]) -> Option<String> {
    if words.is_empty() {
        return None;
    }
    let text: String = search::fold(content);
    let dense: String = text
        .chars()
        .filter(|character| !character.is_whitespace())
        .collect();
    words
        .iter()
        .flatten()
        .find(|word| text.contains(word.as_str()) || dense.contains(word.as_str()))
        .cloned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blocked_word_is_found_in_any_case_and_width_and_with_blanks_in_it() {
        let words = [Some("答案".to_owned()), Some("spam".to_owned())];
        for content in ["卖答案", "答 案", "ＳＰＡＭ", "Spam!"] {
            assert!(blocked(content, &words).is_some(), "{content}");
        }
        assert_eq!(blocked("回答得好", &words), None);
        assert_eq!(blocked("答案", &[]), None);
    }

    #[test]
    fn rules_are_read_strictly() {
        let form = |slow: &str, words: &str| RulesForm {
            slow_seconds: slow.into(),
            blocked_words: words.into(),
        };
        assert_eq!(
            check(&form("", "A\n\n a \n")).unwrap().blocked_words,
            [Some("a".to_owned())]
        );
        assert_eq!(check(&form("30", "")).unwrap().slow_seconds, 30);
        for slow in ["-1", "3601", "soon", "1.5"] {
            assert!(check(&form(slow, "")).is_err(), "{slow}");
        }
        assert!(check(&form("", &"长".repeat(41))).is_err());
    }
}
