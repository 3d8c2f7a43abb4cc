//! Which messages hold what was typed.

use chrono::{DateTime, Utc};
use diesel::dsl::{exists, sql};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Double, Text};

use crate::chat::history;
use crate::chat::model::{Message, RoomId};
use crate::chat::rooms;
use crate::error::Result;
use crate::markdown;
use crate::schema::{attachments, chat_room_members, messages, users};
use crate::search;
use crate::web::Viewer;

/// How many messages are read again against what was typed.
const RECALLED: i64 = 300;

/// How many are shown.
pub(super) const MOST: usize = 50;

/// After how many days a message counts half of what a new one does.
const HALF: &str = "30.0";

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

/// The messages of the viewer's rooms that hold all that was typed, best first; nothing if no word was typed.
pub(super) fn find(
    conn: &mut PgConnection,
    viewer: &Viewer,
    wanted: &Wanted,
) -> Result<Vec<Message>> {
    let Some(words) = search::query(&wanted.words) else {
        return Ok(Vec::new());
    };
    let own = rooms::memberships()
        .filter(chat_room_members::user_id.eq(viewer.id))
        .select(chat_room_members::chat_room_id);
    let mut query = history::all()
        .filter(messages::chat_room_id.eq_any(own))
        .filter(messages::deleted_at.is_null())
        .filter(
            sql::<Bool>("messages.search @@ ")
                .bind::<Text, _>(words.clone())
                .sql("::tsquery"),
        );
    if let Some(room) = wanted.room {
        query = query.filter(messages::chat_room_id.eq(room));
    }
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
    let best = sql::<Double>("ts_rank(messages.search, ")
        .bind::<Text, _>(words)
        .sql("::tsquery, 1) / (1.0 + extract(epoch FROM now() - messages.created_at) / 86400.0 / ")
        .sql(HALF)
        .sql(") DESC");
    let recalled = query.order((best, messages::id.desc())).limit(RECALLED);
    let mut found = history::load(conn, recalled)?;
    found.retain(|message| holds(message, &wanted.words));
    found.truncate(MOST);
    Ok(found)
}

pub(super) fn holds(message: &Message, typed: &str) -> bool {
    let mut text = markdown::plain(&message.content);
    for file in &message.files {
        text.push('\n');
        text.push_str(&file.name);
    }
    search::holds(&text, typed)
}
