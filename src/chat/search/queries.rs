//! Which messages hold what was typed.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::dsl::{exists, sql};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Double, Text};

use crate::chat::history;
use crate::chat::model::{Message, MessageId, RoomId};
use crate::chat::rooms;
use crate::error::Result;
use crate::markdown;
use crate::schema::{attachments, chat_room_members, messages, users};
use crate::search;
use crate::web::Viewer;

/// How many of the newest messages that hold the words are ranked. A common word stands in every twentieth of a million
/// messages; ranking all of them takes seconds, and older ones would hardly come before these.
pub(in crate::chat) const RANKED: i64 = 2_000;

/// How many messages are read again against what was typed.
const RECALLED: i64 = 300;

/// How many are shown.
pub(in crate::chat) const MOST: usize = 50;

/// After how many days a message counts half of what a new one does.
const HALF: &str = "30.0";

/// How well the messages of a table answer, of which the first part is to be followed by the query of the ranking: what has
/// it as a word, is shorter, holds more of it and is more recent. The same for the table of messages and for the archive, so
/// that what both find is in one order.
pub(in crate::chat) fn score(table: &str) -> (String, String) {
    (
        format!("ts_rank({table}.search, "),
        format!(
            "::tsquery, 1) / (1.0 + extract(epoch FROM now() - {table}.created_at) / 86400.0 / {HALF}) AS score"
        ),
    )
}

/// What was found, each with how well it answers.
pub(in crate::chat) type Scored = Vec<(f64, Message)>;

/// What somebody is looking for.
pub(in crate::chat) struct Wanted {
    pub(in crate::chat) words: String,
    pub(in crate::chat) room: Option<RoomId>,
    /// A part of the author's name.
    pub(in crate::chat) author: Option<String>,
    pub(in crate::chat) since: Option<DateTime<Utc>>,
    /// Before this time.
    pub(in crate::chat) until: Option<DateTime<Utc>>,
    pub(in crate::chat) has_file: bool,
}

/// The rooms in which the viewer looks: those they are in now, or the one of them that is named. Asked beforehand, so that
/// the plan of the search is made for these.
pub(super) fn searched(
    conn: &mut PgConnection,
    viewer: &Viewer,
    wanted: &Wanted,
) -> Result<Vec<RoomId>> {
    let mut own: Vec<RoomId> = rooms::memberships()
        .filter(chat_room_members::user_id.eq(viewer.id))
        .select(chat_room_members::chat_room_id)
        .load(conn)?;
    own.retain(|room| wanted.room.is_none_or(|named| named == *room));
    Ok(own)
}

/// The messages of these rooms that hold all that was typed, best first; nothing if no word was typed.
pub(super) fn find(conn: &mut PgConnection, own: &[RoomId], wanted: &Wanted) -> Result<Scored> {
    let typed = &wanted.words;
    let (Some(words), Some(ranking)) = (search::query(typed), search::ranking(typed)) else {
        return Ok(Vec::new());
    };
    let mut query = history::all()
        .filter(messages::chat_room_id.eq_any(own.to_vec()))
        .filter(messages::deleted_at.is_null())
        .filter(
            sql::<Bool>("messages.search @@ ")
                .bind::<Text, _>(words)
                .sql("::tsquery"),
        );
    if let Some(name) = &wanted.author {
        query = query.filter(users::display_name.ilike(search::like_anywhere(name)));
    }
    if let Some(since) = wanted.since {
        query = query.filter(messages::created_at.ge(since));
    }
    if let Some(until) = wanted.until {
        query = query.filter(messages::created_at.lt(until));
    }
    if wanted.has_file {
        let id = messages::id.nullable();
        let files = attachments::table.filter(attachments::message_id.eq(id));
        query = query.filter(exists(files));
    }
    let newest: Vec<MessageId> = query
        .order(messages::id.desc())
        .limit(RANKED)
        .select(messages::id)
        .load(conn)?;
    let (rank, and_age) = score("messages");
    let scores: HashMap<MessageId, f64> = messages::table
        .filter(messages::id.eq_any(newest))
        .order((sql::<Double>("score DESC"), messages::id.desc()))
        .limit(RECALLED)
        .select((
            messages::id,
            sql::<Double>(&rank).bind::<Text, _>(ranking).sql(&and_age),
        ))
        .load::<(MessageId, f64)>(conn)?
        .into_iter()
        .collect();
    let ids: Vec<MessageId> = scores.keys().copied().collect();
    let found = history::load(conn, history::all().filter(messages::id.eq_any(ids)))?;
    let scored = |message: Message| Some((*scores.get(&message.stamp.id)?, message));
    Ok(best(found.into_iter().filter_map(scored).collect(), typed))
}

/// Those that do hold what was typed, best first and the newest first of those that answer as well, as many as are shown.
fn best(mut found: Scored, typed: &str) -> Scored {
    found.retain(|(_, message)| holds(message, typed));
    found.sort_by(|(one, message), (other, older)| {
        let by_score = other.total_cmp(one);
        by_score.then_with(|| older.stamp.id.cmp(&message.stamp.id))
    });
    found.truncate(MOST);
    found
}

/// What the table and the archive hold, in one order.
pub(super) fn together(mut found: Scored, archived: Scored, typed: &str) -> Vec<Message> {
    found.extend(archived);
    let found = best(found, typed).into_iter();
    found.map(|(_, message)| message).collect()
}

/// What the archive has to answer better than, so that it is shown: nothing while there is room.
pub(super) fn to_beat(found: &Scored) -> f64 {
    match found.last() {
        Some((worst, _)) if found.len() == MOST => *worst,
        _ => f64::MIN,
    }
}

fn holds(message: &Message, typed: &str) -> bool {
    let mut text = markdown::plain(&message.content);
    for file in &message.files {
        text.push('\n');
        text.push_str(&file.name);
    }
    search::holds(&text, typed)
}
