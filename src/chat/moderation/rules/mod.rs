//! The rules of a room: its slow mode, words that are refused or wait for a moderator, links, and repetition.

mod changes;
mod links;
mod repeats;
mod words;

pub use changes::in_words as changes_in_words;
pub use links::{LinkPolicy, check as check_links};
pub use repeats::Lately;
pub use words::found;

use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::audit;
use crate::chat::model::Room;
use crate::error::{Errors, Result};
use crate::schema::chat_rooms;
use crate::search;
use crate::text;
use crate::web::Viewer;

const LONGEST_WAIT: i32 = 3_600;
const MOST_WORDS: usize = 200;
const MOST_HOSTS: usize = 100;
const MOST_REPEATS: i32 = 20;
const LONGEST_WINDOW: i32 = 1_440;

/// In characters.
const LONGEST_WORD: usize = 40;

/// What a list of the form is in the table.
pub type Listed = Vec<Option<String>>;

/// The rules as they are typed: numbers, and a word or host per line.
#[derive(Clone, Debug, Default, serde::Deserialize)]
pub struct RulesForm {
    #[serde(default)]
    pub slow_seconds: String,
    #[serde(default)]
    pub blocked_words: String,
    #[serde(default)]
    pub held_words: String,
    #[serde(default)]
    pub link_policy: String,
    #[serde(default)]
    pub trusted_hosts: String,
    #[serde(default)]
    pub repeats_allowed: String,
    #[serde(default)]
    pub repeat_minutes: String,
}

/// The rules as they are kept.
#[derive(Debug, Queryable, Selectable, AsChangeset, serde::Serialize)]
#[diesel(table_name = chat_rooms, check_for_backend(diesel::pg::Pg))]
pub struct Rules {
    pub slow_seconds: i32,
    pub blocked_words: Listed,
    pub held_words: Listed,
    pub link_policy: LinkPolicy,
    pub trusted_hosts: Listed,
    pub repeats_allowed: i32,
    pub repeat_minutes: i32,
}

/// The rules of the room, as its form shows them.
pub fn of(conn: &mut PgConnection, room: &Room) -> Result<RulesForm> {
    let rules: Rules = chat_rooms::table
        .find(room.id)
        .select(Rules::as_select())
        .first(conn)?;
    let lines = |listed: Listed| listed.into_iter().flatten().collect::<Vec<_>>().join("\n");
    Ok(RulesForm {
        slow_seconds: rules.slow_seconds.to_string(),
        blocked_words: lines(rules.blocked_words),
        held_words: lines(rules.held_words),
        link_policy: rules.link_policy.name().into(),
        trusted_hosts: lines(rules.trusted_hosts),
        repeats_allowed: rules.repeats_allowed.to_string(),
        repeat_minutes: rules.repeat_minutes.to_string(),
    })
}

/// Sets the rules of the room, and writes down what they were. Setting them as they are changes nothing.
///
/// # Errors
/// `Invalid` with words for each field.
pub fn set(conn: &mut PgConnection, viewer: &Viewer, room: &Room, form: &RulesForm) -> Result<()> {
    let rules = check(form)?;
    conn.transaction(|conn| {
        let row = chat_rooms::table.find(room.id);
        let before = row.select(Rules::as_select()).for_no_key_update();
        let changes = changes::between(&before.first(conn)?, &rules)?;
        if changes.is_empty() {
            return Ok(());
        }
        diesel::update(row).set(rules).execute(conn)?;
        audit::note_change(conn, room.id, viewer.id, "room.rules", changes)
    })
}

fn check(form: &RulesForm) -> Result<Rules> {
    let mut errors = Errors::default();
    let slow_seconds = number(&form.slow_seconds, 0, (0, LONGEST_WAIT));
    errors.require(
        slow_seconds.is_some(),
        "slow_seconds",
        text!("chat-rules-slow-wrong", most = LONGEST_WAIT),
    );
    let repeats_allowed = number(&form.repeats_allowed, 0, (0, MOST_REPEATS));
    errors.require(
        repeats_allowed.is_some(),
        "repeats_allowed",
        text!("chat-rules-repeats-wrong", most = MOST_REPEATS),
    );
    let repeat_minutes = number(&form.repeat_minutes, 10, (1, LONGEST_WINDOW));
    errors.require(
        repeat_minutes.is_some(),
        "repeat_minutes",
        text!("chat-rules-minutes-wrong", most = LONGEST_WINDOW),
    );
    let link_policy = match form.link_policy.as_str() {
        "" => Some(LinkPolicy::All),
        name => LinkPolicy::from_name(name),
    };
    errors.require(
        link_policy.is_some(),
        "link_policy",
        text!("chat-rules-links-wrong"),
    );
    let blocked_words = words_of("blocked_words", &form.blocked_words, &mut errors);
    let held_words = words_of("held_words", &form.held_words, &mut errors);
    let trusted_hosts = hosts_of(&form.trusted_hosts, &mut errors);
    errors.into_result()?;
    Ok(Rules {
        slow_seconds: slow_seconds.unwrap_or_default(),
        blocked_words,
        held_words,
        link_policy: link_policy.unwrap_or(LinkPolicy::All),
        trusted_hosts,
        repeats_allowed: repeats_allowed.unwrap_or_default(),
        repeat_minutes: repeat_minutes.unwrap_or(10),
    })
}

/// A whole number within these bounds; where nothing is typed, this one.
fn number(typed: &str, otherwise: i32, (least, most): (i32, i32)) -> Option<i32> {
    match typed.trim() {
        "" => Some(otherwise),
        typed => typed
            .parse()
            .ok()
            .filter(|number| (least..=most).contains(number)),
    }
}

fn words_of(field: &'static str, typed: &str, errors: &mut Errors) -> Listed {
    let mut words = Listed::new();
    let mut is_too_long = false;
    for line in typed.lines() {
        let word = search::fold(line.trim());
        is_too_long |= word.chars().count() > LONGEST_WORD;
        let word = Some(word);
        if word.as_deref() != Some("") && !words.contains(&word) {
            words.push(word);
        }
    }
    errors.require(
        !is_too_long,
        field,
        text!("chat-rules-word-long", most = LONGEST_WORD),
    );
    errors.require(
        words.len() <= MOST_WORDS,
        field,
        text!("chat-rules-words-many", most = MOST_WORDS),
    );
    words
}

fn hosts_of(typed: &str, errors: &mut Errors) -> Listed {
    let mut hosts = Listed::new();
    for line in typed.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let host = links::host_of(line);
        let line = line.to_owned();
        errors.require(
            host.is_some(),
            "trusted_hosts",
            text!("chat-rules-host-wrong", host = line),
        );
        if host.is_some() && !hosts.contains(&host) {
            hosts.push(host);
        }
    }
    errors.require(
        hosts.len() <= MOST_HOSTS,
        "trusted_hosts",
        text!("chat-rules-hosts-many", most = MOST_HOSTS),
    );
    hosts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_read_strictly() {
        let form = |slow: &str, words: &str| RulesForm {
            slow_seconds: slow.into(),
            blocked_words: words.into(),
            ..RulesForm::default()
        };
        assert_eq!(
            check(&form("", "A\n\n a \n")).unwrap().blocked_words,
            [Some("a".to_owned())]
        );
        let rules = check(&form("30", "")).unwrap();
        assert_eq!((rules.slow_seconds, rules.repeat_minutes), (30, 10));
        assert_eq!(rules.link_policy, LinkPolicy::All);
        for slow in ["-1", "3601", "soon", "1.5"] {
            assert!(check(&form(slow, "")).is_err(), "{slow}");
        }
        assert!(check(&form("", &"长".repeat(41))).is_err());
        let hosts = |hosts: &str| RulesForm {
            trusted_hosts: hosts.into(),
            ..RulesForm::default()
        };
        let rules = check(&hosts("https://A.example/x\n\na.example")).unwrap();
        assert_eq!(rules.trusted_hosts, [Some("a.example".to_owned())]);
        assert!(check(&hosts("not a host")).is_err());
    }
}
