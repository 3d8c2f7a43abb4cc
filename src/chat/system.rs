//! What the program itself says in a room: who came and went, and what has been done with the room.

use std::collections::HashSet;

use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{BigInt, Text};
use i18n_embed_fl::fl;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::log::ChatLog;
use super::model::{Draft, Origin, RoomId};
use crate::i18n::{self, DELETED_PERSON, Loader};
use crate::realtime::{self, Post};
use crate::schema::users;
use crate::state::App;
use crate::web::{UserId, Viewer};

/// Somebody in a line: by the name they had, until they delete their account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum Named {
    Person {
        id: UserId,
        name: String,
    },
    /// Somebody who is gone, and everybody in the lines of earlier versions of the program.
    Name(String),
}

impl Named {
    pub(super) fn of(viewer: &Viewer) -> Named {
        Named::person(viewer.id, viewer.display_name.clone())
    }

    pub(super) fn person(id: UserId, name: String) -> Named {
        Named::Person { id, name }
    }

    fn id(&self) -> Option<UserId> {
        match self {
            Named::Person { id, .. } => Some(*id),
            Named::Name(_) => None,
        }
    }

    fn in_(&self, l: Loader) -> String {
        let (Named::Person { name, .. } | Named::Name(name)) = self;
        i18n::name_of(name, l).into_owned()
    }
}

/// A line of the program in a conversation. Stored as JSON in `messages.content`, and put into words for each language
/// when it is shown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "line")]
pub(super) enum SystemLine {
    Opened { by: Named },
    Joined { who: Named },
    Added { by: Named, who: Vec<Named> },
    Left { who: Named },
    Renamed { by: Named, name: String },
    HandedOver { by: Named, who: Named },
    Closed { by: Named },
    Reopened { by: Named },
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
            SystemLine::Opened { by } => fl!(l, "chat-line-opened", by = by.in_(l)),
            SystemLine::Joined { who } => fl!(l, "chat-line-joined", who = who.in_(l)),
            SystemLine::Added { by, who } => {
                let who: Vec<String> = who.iter().map(|one| one.in_(l)).collect();
                let who = who.join(&fl!(l, "chat-name-separator"));
                fl!(l, "chat-line-added", by = by.in_(l), who = who)
            }
            SystemLine::Left { who } => fl!(l, "chat-line-left", who = who.in_(l)),
            SystemLine::Renamed { by, name } => {
                fl!(l, "chat-line-renamed", by = by.in_(l), name = name)
            }
            SystemLine::HandedOver { by, who } => {
                fl!(l, "chat-line-handed-over", by = by.in_(l), who = who.in_(l))
            }
            SystemLine::Closed { by } => fl!(l, "chat-line-closed", by = by.in_(l)),
            SystemLine::Reopened { by } => fl!(l, "chat-line-reopened", by = by.in_(l)),
        }
    }

    fn people(&mut self) -> Vec<&mut Named> {
        match self {
            SystemLine::Opened { by }
            | SystemLine::Renamed { by, .. }
            | SystemLine::Closed { by }
            | SystemLine::Reopened { by } => vec![by],
            SystemLine::Joined { who } | SystemLine::Left { who } => vec![who],
            SystemLine::Added { by, who } => std::iter::once(by).chain(who).collect(),
            SystemLine::HandedOver { by, who } => vec![by, who],
        }
    }
}

/// Takes the names of those who have deleted their account out of these lines, as they are stored. One statement for all
/// of them, and none where nobody is named.
pub(super) fn without_the_gone<'a>(
    conn: &mut PgConnection,
    lines: impl Iterator<Item = &'a mut String>,
) -> QueryResult<()> {
    let mut read: Vec<(&mut String, SystemLine)> = lines
        .filter_map(|content| {
            let line = serde_json::from_str(content).ok()?;
            Some((content, line))
        })
        .collect();
    let people = read.iter_mut().flat_map(|(_, line)| line.people());
    let ids: HashSet<UserId> = people.filter_map(|one| one.id()).collect();
    if ids.is_empty() {
        return Ok(());
    }
    let gone: HashSet<UserId> = users::table
        .filter(users::id.eq_any(ids))
        .filter(users::deleted_at.is_not_null())
        .select(users::id)
        .load(conn)?
        .into_iter()
        .collect();
    for (content, line) in &mut read {
        let people = line.people().into_iter();
        for one in people.filter(|one| one.id().is_some_and(|id| gone.contains(&id))) {
            *one = Named::Name(DELETED_PERSON.to_owned());
        }
        **content = serde_json::to_string(line).unwrap_or_default();
    }
    Ok(())
}

/// Lines of earlier versions of the program have names alone: in the rooms that this person was in, theirs is taken out now
/// that they go. What lies in the archive stays as it is.
pub(super) fn forget_name(conn: &mut PgConnection, person: UserId) -> QueryResult<()> {
    let name: String = users::table
        .find(person)
        .select(users::display_name)
        .first(conn)?;
    let json = |name: &str| serde_json::to_string(name).unwrap_or_default();
    // The new name of a room may be anything, somebody's too: of such a line only who did it is changed.
    sql_query(
        "UPDATE messages SET content = CASE WHEN content LIKE '{\"line\":\"renamed\"%'
             THEN replace(content, '\"by\":' || $2, '\"by\":' || $3) ELSE replace(content, $2, $3) END
         WHERE message_type = 'system' AND strpos(content, $2) > 0 AND strpos(content, '\"id\":') = 0
           AND chat_room_id IN (SELECT r.id FROM chat_rooms r JOIN chat_room_members m ON m.chat_room_id = r.id
               WHERE m.user_id = $1 AND r.kind = 'group')",
    )
    .bind::<BigInt, _>(person)
    .bind::<Text, _>(json(&name))
    .bind::<Text, _>(json(DELETED_PERSON))
    .execute(conn)?;
    Ok(())
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
            by: Named::person(1, "王老师".into()),
            who: vec![
                Named::person(2, "小红".into()),
                Named::Name("@all".into()),
                Named::Name(DELETED_PERSON.into()),
            ],
        };
        let stored = serde_json::to_string(&line).unwrap();
        let words = |locale: Locale| SystemLine::words(&stored, locale.loader());
        assert!(words(Locale::ZhCn).contains("小红、@all、已注销用户"));
        assert!(words(Locale::En).contains("小红, @all, Deleted person"));
        assert_eq!(SystemLine::words("{}", Locale::En.loader()), "");
    }

    #[test]
    fn a_line_of_an_earlier_version_is_read_by_its_names() {
        let stored = r#"{"line":"added","by":"王老师","who":["小红"]}"#;
        let words = SystemLine::words(stored, Locale::En.loader());
        assert!(
            words.contains("王老师") && words.contains("小红"),
            "{words}"
        );
    }
}
