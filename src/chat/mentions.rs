//! Calling people by `@` and their name, or everybody by `@all`: found out when a message is written or edited.

use std::collections::BTreeSet;

use diesel::dsl::sql;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::{Array, Bool, Text};

use super::model::{Draft, MemberRole, MessageId, RoomId};
use super::{notices, rooms};
use crate::error::Result;
use crate::markdown;
use crate::realtime::Numbered;
use crate::schema::{chat_room_members, message_mentions, messages, users};
use crate::web::UserId;

/// What calls everybody, in lower case.
pub(super) const EVERYBODY: [&str; 3] = ["所有人", "全体成员", "all"];

/// How many calls of one message count.
const MOST: usize = 20;

/// In characters: as long as a name may be.
const LONGEST_NAME: usize = 64;

/// A message whose text is new.
pub(super) struct Written<'a> {
    pub(super) message: MessageId,
    pub(super) by: Option<UserId>,
    pub(super) content: &'a str,
}

impl<'a> Written<'a> {
    pub(super) fn of((new, id): (&'a Numbered<'_, Draft>, &MessageId)) -> Written<'a> {
        Written {
            message: *id,
            by: new.post.sender,
            content: &new.post.draft.content,
        }
    }
}

/// Notes whom the new messages call, and tells them. In the transaction that writes the messages.
pub(super) fn record(conn: &mut PgConnection, room: RoomId, written: &[Written<'_>]) -> Result<()> {
    let calls: Vec<(&Written<'_>, Vec<String>)> = written
        .iter()
        .map(|written| (written, calls(written.content)))
        .filter(|(_, calls)| !calls.is_empty())
        .collect();
    if calls.is_empty() {
        return Ok(());
    }
    let people = candidates(conn, room, &calls)?;
    let (mut rows, mut to_all, mut calling) = (Vec::new(), Vec::new(), Vec::new());
    for (written, calls) in calls {
        let called = called(&calls, &people, written.by);
        if called.everybody {
            to_all.push(written.message);
        }
        if called.everybody || !called.people.is_empty() {
            calling.push(written.message);
        }
        rows.extend(called.people.iter().map(|user| {
            (
                message_mentions::message_id.eq(written.message),
                message_mentions::user_id.eq(*user),
            )
        }));
    }
    diesel::insert_into(message_mentions::table)
        .values(rows)
        .execute(conn)?;
    diesel::update(messages::table.filter(messages::id.eq_any(to_all)))
        .set(messages::mentions_all.eq(true))
        .execute(conn)?;
    notices::insert_mentions(conn, &calling)
}

/// The same for a message that says something else now. Who was told before is not told again.
pub(super) fn record_again(
    conn: &mut PgConnection,
    room: RoomId,
    written: Written<'_>,
) -> Result<()> {
    diesel::delete(message_mentions::table)
        .filter(message_mentions::message_id.eq(written.message))
        .execute(conn)?;
    diesel::update(messages::table.find(written.message))
        .set(messages::mentions_all.eq(false))
        .execute(conn)?;
    record(conn, room, &[written])
}

/// What stands behind each `@` that begins a word, in lower case; not in code.
fn calls(content: &str) -> Vec<String> {
    if !content.contains(['@', '＠']) {
        return Vec::new();
    }
    let text = markdown::spoken(content).replace('＠', "@").to_lowercase();
    text.match_indices('@')
        .filter(|(at, _)| !text[..*at].ends_with(|before: char| before.is_ascii_alphanumeric()))
        .map(|(at, _)| text[at + 1..].chars().take(LONGEST_NAME + 1).collect())
        .take(MOST)
        .collect()
}

/// A member who may be meant, or who calls.
struct Candidate {
    id: UserId,
    /// In lower case.
    name: String,
    is_moderator: bool,
}

fn candidates(
    conn: &mut PgConnection,
    room: RoomId,
    calls: &[(&Written<'_>, Vec<String>)],
) -> Result<Vec<Candidate>> {
    let senders: Vec<UserId> = calls.iter().filter_map(|(written, _)| written.by).collect();
    let tails: Vec<&String> = calls.iter().flat_map(|(_, calls)| calls).collect();
    let is_called = sql::<Bool>("EXISTS (SELECT 1 FROM unnest(")
        .bind::<Array<Text>, _>(tails)
        .sql(") AS call WHERE starts_with(call, lower(users.display_name)))");
    let found: Vec<(UserId, String, MemberRole)> = rooms::memberships()
        .inner_join(users::table.on(users::id.eq(chat_room_members::user_id)))
        .filter(chat_room_members::chat_room_id.eq(room))
        .filter(users::id.eq_any(senders).or(is_called))
        .select((users::id, users::display_name, chat_room_members::role))
        .load(conn)?;
    let candidate = |(id, name, role): (UserId, String, MemberRole)| Candidate {
        id,
        name: name.to_lowercase(),
        is_moderator: role == MemberRole::Moderator,
    };
    Ok(found.into_iter().map(candidate).collect())
}

/// Whom a message calls.
#[derive(Debug, Default, PartialEq)]
struct Called {
    people: BTreeSet<UserId>,
    everybody: bool,
}

/// The longest name counts, so that `@张三丰` does not call 张三; of several with one name all are called.
fn called(calls: &[String], people: &[Candidate], by: Option<UserId>) -> Called {
    let may_call_all = people
        .iter()
        .any(|person| Some(person.id) == by && person.is_moderator);
    let mut called = Called::default();
    for call in calls {
        if may_call_all && EVERYBODY.iter().any(|word| begins_with(call, word)) {
            called.everybody = true;
            continue;
        }
        let meant = people
            .iter()
            .filter(|person| begins_with(call, &person.name));
        let longest = meant.clone().map(|person| person.name.len()).max();
        let meant = meant.filter(|person| Some(person.name.len()) == longest);
        called.people.extend(meant.map(|person| person.id));
    }
    called
}

/// A Latin name ends where its word ends: `@anna` does not call Ann.
fn begins_with(call: &str, name: &str) -> bool {
    let Some(rest) = call.strip_prefix(name) else {
        return false;
    };
    let is_latin = |character: char| character.is_ascii_alphanumeric();
    !(name.ends_with(is_latin) && rest.starts_with(is_latin))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn people() -> Vec<Candidate> {
        let person = |id, name: &str, is_moderator| Candidate {
            id,
            name: name.into(),
            is_moderator,
        };
        vec![
            person(1, "张三", false),
            person(2, "张三丰", false),
            person(3, "ann", false),
            person(4, "王老师", true),
            person(5, "张三", false),
        ]
    }

    fn whom(content: &str, by: UserId) -> (Vec<UserId>, bool) {
        let called = called(&calls(content), &people(), Some(by));
        (called.people.into_iter().collect(), called.everybody)
    }

    #[test]
    fn the_longest_name_is_called_and_all_who_bear_it() {
        assert_eq!(whom("@张三丰你好", 4), (vec![2], false));
        assert_eq!(whom("＠张三 在吗", 4), (vec![1, 5], false));
        assert_eq!(whom("(@Ann) and @张三丰", 4), (vec![2, 3], false));
    }

    #[test]
    fn addresses_code_and_longer_words_call_nobody() {
        for content in ["ann@ann.example", "`@ann`", "@anna", "@ ann", "@nobody"] {
            assert_eq!(whom(content, 4), (vec![], false), "{content}");
        }
    }

    #[test]
    fn only_those_who_moderate_call_everybody() {
        for content in ["@all 交作业", "@所有人", "@ALL"] {
            assert_eq!(whom(content, 4), (vec![], true), "{content}");
            assert_eq!(whom(content, 1), (vec![], false), "{content}");
        }
        assert_eq!(whom("@alligator", 4), (vec![], false));
    }
}
