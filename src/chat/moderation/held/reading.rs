//! Reading what waits: for its author, and for those who moderate the room.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::dsl::sql;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use uuid::Uuid;

use crate::chat::model::{Room, RoomId};
use crate::error::Result;
use crate::schema::{held_messages, media, users};
use crate::storage::{Media, MediaId};
use crate::web::Viewer;

/// How many the page of the moderators shows.
const MOST: i64 = 100;

/// A message that waits, or has been refused.
pub struct Held {
    pub id: i64,
    pub author: String,
    pub content: String,
    pub word: String,
    pub nonce: Uuid,
    pub at: DateTime<Utc>,
    pub files: Vec<Media>,
}

type Row = (
    i64,
    String,
    String,
    String,
    Uuid,
    DateTime<Utc>,
    Vec<Option<MediaId>>,
);

macro_rules! held {
    () => {
        held_messages::table
            .inner_join(users::table.on(users::id.eq(held_messages::user_id)))
            .select((
                held_messages::id,
                users::display_name,
                held_messages::content,
                held_messages::word,
                held_messages::nonce,
                held_messages::held_at,
                held_messages::media_ids,
            ))
    };
}

/// What the viewer has written in the room and still waits, oldest first.
pub fn own(conn: &mut PgConnection, viewer: &Viewer, room: RoomId) -> Result<Vec<Held>> {
    let rows = held!()
        .filter(held_messages::chat_room_id.eq(room))
        .filter(held_messages::user_id.eq(viewer.id))
        .filter(held_messages::decided_at.is_null())
        .order(held_messages::id)
        .limit(MOST)
        .load(conn)?;
    with_files(conn, rows)
}

/// What waits in the room, oldest first.
pub fn waiting(conn: &mut PgConnection, room: &Room) -> Result<Vec<Held>> {
    let rows = held!()
        .filter(held_messages::chat_room_id.eq(room.id))
        .filter(held_messages::decided_at.is_null())
        .order(held_messages::id)
        .limit(MOST)
        .load(conn)?;
    with_files(conn, rows)
}

/// What has been refused in the last week, latest first; it can still be let through.
pub fn refused(conn: &mut PgConnection, room: &Room) -> Result<Vec<Held>> {
    let rows = held!()
        .filter(held_messages::chat_room_id.eq(room.id))
        .filter(held_messages::is_approved.eq(false))
        .filter(sql::<Bool>(
            "held_messages.decided_at > now() - interval '7 days'",
        ))
        .order(held_messages::decided_at.desc())
        .limit(20)
        .load(conn)?;
    with_files(conn, rows)
}

fn with_files(conn: &mut PgConnection, rows: Vec<Row>) -> Result<Vec<Held>> {
    let ids: Vec<MediaId> = rows
        .iter()
        .flat_map(|row| row.6.iter().flatten().copied())
        .collect();
    let mut files: HashMap<MediaId, Media> = HashMap::new();
    if !ids.is_empty() {
        let found: Vec<Media> = media::table
            .filter(media::id.eq_any(ids))
            .select(Media::as_select())
            .load(conn)?;
        files.extend(found.into_iter().map(|file| (file.id, file)));
    }
    let held = |(id, author, content, word, nonce, at, ids): Row| Held {
        id,
        author,
        content,
        word,
        nonce,
        at,
        files: ids
            .iter()
            .flatten()
            .filter_map(|id| files.remove(id))
            .collect(),
    };
    Ok(rows.into_iter().map(held).collect())
}
