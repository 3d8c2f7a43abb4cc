//! Moving messages from the table into objects.

use std::time::{Duration, Instant};

use anyhow::Result;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Array, BigInt, Double, Jsonb, Text};
use serde_json::Value;

use super::object::{self, Object};
use super::recalling::lock;
use super::record::Record;
use super::{ArchiveId, KEPT_IN_ROOM, MOST_IN_OBJECT, MessageId, RoomId};
use crate::chat::quotes;
use crate::error::{AppError, Result as AppResult};
use crate::schema::message_archives;
use crate::state::App;

/// What has been moved.
#[derive(Clone, Copy, Debug, Default)]
pub struct Moved {
    pub messages: usize,
    pub objects: usize,
}

/// Moves what is older than this, room by room, until nothing is left or the time is over. A room with fewer such messages
/// than `least` waits until there are more, so that objects don't become small.
///
/// # Errors
/// The store or the database is away; what was moved by then has moved.
pub(super) async fn run(
    app: &App,
    older_than: Duration,
    least: usize,
    time: Duration,
) -> Result<Moved> {
    let started = Instant::now();
    let age = older_than.as_secs_f64();
    let mut moved = Moved::default();
    let rooms = app.db.run(move |conn| rooms_to_look_at(conn, age)).await?;
    for room in rooms {
        while started.elapsed() < time && !app.is_stopping() {
            let records = app.db.run(move |conn| oldest(conn, room, age)).await?;
            let count = records.len();
            if count < least.max(1) {
                break;
            }
            if !move_one(app, room, records).await? {
                // Somebody is changing these old messages just now; another time.
                break;
            }
            moved.messages += count;
            moved.objects += 1;
            if count < MOST_IN_OBJECT as usize {
                break;
            }
        }
    }
    Ok(moved)
}

/// Whether it was moved; not if a message of it has changed meanwhile.
async fn move_one(app: &App, room: RoomId, records: Vec<Record>) -> Result<bool> {
    let object = object::write(app, room, &records).await?;
    let key = object.key.clone();
    // If the connection breaks, the commit may have come through; the sweeper will know.
    let moved = app
        .db
        .run(move |conn| commit(conn, room, &records, &object))
        .await?;
    if !moved {
        app.storage.delete(&key).await?;
    }
    Ok(moved)
}

#[derive(QueryableByName)]
struct Id {
    #[diesel(sql_type = BigInt)]
    id: i64,
}

/// Rooms whose oldest message in the table is that old.
fn rooms_to_look_at(conn: &mut PgConnection, age: f64) -> AppResult<Vec<RoomId>> {
    let rows: Vec<Id> = sql_query(
        "SELECT r.id FROM chat_rooms r
         WHERE r.last_seq > $1
           AND (SELECT m.created_at FROM messages m WHERE m.chat_room_id = r.id AND m.pinned_at IS NULL
                ORDER BY m.seq LIMIT 1) < now() - make_interval(secs => $2)
         ORDER BY r.id",
    )
    .bind::<BigInt, _>(KEPT_IN_ROOM)
    .bind::<Double, _>(age)
    .load(conn)?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// A message with all that belongs to it. What a deleted one said is not kept.
const OLDEST: &str = "
    SELECT jsonb_build_object(
        'id', m.id, 'chat_room_id', m.chat_room_id, 'user_id', m.user_id,
        'content', CASE WHEN m.deleted_at IS NULL THEN m.content ELSE '' END,
        'message_type', m.message_type, 'seq', m.seq, 'rev', m.rev, 'nonce', m.nonce, 'reply_to_id', m.reply_to_id,
        'created_at', m.created_at, 'edited_at', m.edited_at, 'deleted_at', m.deleted_at, 'deleted_by', m.deleted_by,
        'mentions_all', m.mentions_all,
        'mentions', (SELECT coalesce(jsonb_agg(x.user_id ORDER BY x.user_id), '[]')
            FROM message_mentions x WHERE x.message_id = m.id),
        'reactions', (SELECT coalesce(jsonb_agg(jsonb_build_object(
                'user_id', x.user_id, 'emoji', x.emoji, 'reacted_at', x.reacted_at) ORDER BY x.reacted_at), '[]')
            FROM message_reactions x WHERE x.message_id = m.id),
        'revisions', (SELECT coalesce(jsonb_agg(jsonb_build_object(
                'content', x.content, 'replaced_at', x.replaced_at) ORDER BY x.id), '[]')
            FROM message_revisions x WHERE x.message_id = m.id AND m.deleted_at IS NULL)
    ) AS line
    FROM messages m JOIN chat_rooms r ON r.id = m.chat_room_id
    WHERE m.chat_room_id = $1 AND m.seq <= r.last_seq - $2 AND m.created_at < now() - make_interval(secs => $3)
      AND m.pinned_at IS NULL AND (m.search IS NOT NULL OR m.deleted_at IS NOT NULL)
      AND NOT EXISTS (SELECT FROM message_reports x WHERE x.message_id = m.id)
    ORDER BY m.seq LIMIT $4";

fn oldest(conn: &mut PgConnection, room: RoomId, age: f64) -> AppResult<Vec<Record>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Jsonb)]
        line: Value,
    }
    let rows: Vec<Row> = sql_query(OLDEST)
        .bind::<BigInt, _>(room)
        .bind::<BigInt, _>(KEPT_IN_ROOM)
        .bind::<Double, _>(age)
        .bind::<BigInt, _>(MOST_IN_OBJECT)
        .load(conn)?;
    let read = |row: Row| serde_json::from_value(row.line).map_err(anyhow::Error::from);
    Ok(rows.into_iter().map(read).collect::<Result<_>>()?)
}

/// Those of these messages that are as they were read, kept from changing.
const UNCHANGED: &str = "
    SELECT m.id FROM messages m JOIN unnest($2, $3) AS x (id, rev) ON m.id = x.id AND m.rev = x.rev
    WHERE m.chat_room_id = $1 AND m.pinned_at IS NULL
      AND NOT EXISTS (SELECT FROM message_reports x WHERE x.message_id = m.id)
    FOR UPDATE OF m";

const ROWS: &str = "
    INSERT INTO archived_messages (id, archive_id, chat_room_id, user_id, seq, nonce, created_at, excerpt, search, deleted_at)
    SELECT m.id, $1, m.chat_room_id, m.user_id, m.seq, m.nonce, m.created_at, x.excerpt, m.search, m.deleted_at
    FROM messages m JOIN unnest($2, $3) AS x (id, excerpt) ON m.id = x.id";

const FILES: &str = "
    UPDATE attachments SET archived_message_id = message_id, message_id = NULL WHERE message_id = ANY($1)";

/// What somebody has been told of and not read yet; the rest goes with the messages.
const NOTICES: &str = "
    INSERT INTO archived_notices (user_id, archived_message_id, reason, notified_at)
    SELECT user_id, message_id, reason, notified_at FROM message_notifications
    WHERE message_id = ANY($1) AND NOT is_read";

const LEAVE: &str = "DELETE FROM messages WHERE id = ANY($1)";

const NOTE: &str = "UPDATE chat_rooms SET archived_rev = greatest(archived_rev, $2) WHERE id = $1";

/// Puts the rows and takes the messages away, all or nothing; false if one of them is not as it was read.
fn commit(
    conn: &mut PgConnection,
    room: RoomId,
    records: &[Record],
    object: &Object,
) -> AppResult<bool> {
    let ids: Vec<MessageId> = records.iter().map(|record| record.id).collect();
    let revs: Vec<i64> = records.iter().map(|record| record.rev).collect();
    let excerpts: Vec<String> = records
        .iter()
        .map(|record| quotes::excerpt(&record.content))
        .collect();
    conn.transaction(|conn| {
        lock(conn, room)?;
        let unchanged: Vec<Id> = sql_query(UNCHANGED)
            .bind::<BigInt, _>(room)
            .bind::<Array<BigInt>, _>(&ids)
            .bind::<Array<BigInt>, _>(&revs)
            .load(conn)?;
        if unchanged.len() != records.len() {
            return Ok(false);
        }
        let archive = insert(conn, room, records, object)?;
        sql_query(ROWS)
            .bind::<BigInt, _>(archive)
            .bind::<Array<BigInt>, _>(&ids)
            .bind::<Array<Text>, _>(&excerpts)
            .execute(conn)?;
        for sql in [FILES, NOTICES, LEAVE] {
            sql_query(sql)
                .bind::<Array<BigInt>, _>(&ids)
                .execute(conn)?;
        }
        sql_query(NOTE)
            .bind::<BigInt, _>(room)
            .bind::<BigInt, _>(revs.iter().copied().max().unwrap_or(0))
            .execute(conn)?;
        Ok(true)
    })
}

fn insert(
    conn: &mut PgConnection,
    room: RoomId,
    records: &[Record],
    object: &Object,
) -> AppResult<ArchiveId> {
    let (Some(first), Some(last)) = (records.first(), records.last()) else {
        return Err(AppError::Internal(anyhow::anyhow!("an object of nothing")));
    };
    Ok(diesel::insert_into(message_archives::table)
        .values((
            message_archives::chat_room_id.eq(room),
            message_archives::first_seq.eq(first.seq),
            message_archives::last_seq.eq(last.seq),
            message_archives::first_at.eq(first.created_at),
            message_archives::last_at.eq(last.created_at),
            message_archives::message_count.eq(records.len() as i32),
            message_archives::byte_size.eq(object.byte_size),
            message_archives::sha256.eq(&object.sha256),
            message_archives::storage_key.eq(&object.key),
        ))
        .returning(message_archives::id)
        .get_result(conn)?)
}
