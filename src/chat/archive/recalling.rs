//! Taking archived messages back into the table.

use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Array, BigInt, Jsonb};
use serde_json::Value;

use super::object::{self, Object};
use super::record::Record;
use super::{ArchiveId, MessageId, RoomId, index, reading};
use crate::chat::rooms;
use crate::error::{AppError, Result};
use crate::schema::{archived_messages, chat_rooms, message_archives};
use crate::state::App;
use crate::web::Viewer;

/// Takes the message back if it lies in the archive of a room that the viewer is in, so that it can be changed as every
/// other. A message that is deleted stays where it is. What is to be changed is [tried out](read_as_recalled) first.
///
/// # Errors
/// `Away` while the store can't be read.
pub async fn recall(
    app: &App,
    viewer: &Viewer,
    (room, message): (RoomId, MessageId),
) -> Result<()> {
    // Somebody may have taken it back at the same time; then it is there as well.
    let Some((archive, record)) = record_of(app, viewer, room, message).await? else {
        return Ok(());
    };
    app.db
        .run(move |conn| {
            conn.transaction(|conn| {
                lock(conn, room)?;
                diesel::update(message_archives::table.find(archive))
                    .set(message_archives::is_stale.eq(true))
                    .execute(conn)?;
                put_back(conn, room, &[record]).map(|_| ())
            })
        })
        .await
}

/// What the work says with the message in the table, where it is not left, nor anything that the work has written: so looking
/// at something changes nothing, and what somebody may not do is refused before anything is moved.
///
/// # Errors
/// What the work says, `NotFound` if the message does not lie in the archive of a room that the viewer is in, `Away` while
/// the store can't be read.
pub async fn read_as_recalled<T: Send + 'static>(
    app: &App,
    viewer: &Viewer,
    (room, message): (RoomId, MessageId),
    work: impl FnOnce(&mut PgConnection) -> Result<T> + Send + 'static,
) -> Result<T> {
    let found = record_of(app, viewer, room, message).await?;
    let (_, record) = found.ok_or(AppError::NotFound)?;
    app.db
        .run(move |conn| {
            let mut outcome = Err(AppError::NotFound);
            let undone: Result<()> = conn.transaction(|conn| {
                lock(conn, room)?;
                put_back(conn, room, &[record])?;
                outcome = work(conn);
                Err(AppError::NotFound)
            });
            match undone {
                Err(AppError::NotFound) => outcome,
                undone => undone.and(outcome),
            }
        })
        .await
}

/// The line of a message that is in the archive and not deleted.
async fn record_of(
    app: &App,
    viewer: &Viewer,
    room: RoomId,
    message: MessageId,
) -> Result<Option<(ArchiveId, Record)>> {
    let viewer = viewer.clone();
    let find = move |conn: &mut PgConnection| find(conn, &viewer, room, message);
    let (archive, object) = match app.db.run(find).await {
        Err(AppError::NotFound) => return Ok(None),
        found => found?,
    };
    let records = object::read(app, &object).await.map_err(reading::away)?;
    let record = records.iter().find(|record| record.id == message);
    Ok(record.map(|record| (archive, record.clone())))
}

/// Administrators delete in rooms that they are not in.
fn find(
    conn: &mut PgConnection,
    viewer: &Viewer,
    room: RoomId,
    message: MessageId,
) -> Result<(ArchiveId, Object)> {
    if !viewer.is_admin() {
        rooms::of(conn, viewer, room)?;
    }
    let archive: ArchiveId = archived_messages::table
        .filter(archived_messages::chat_room_id.eq(room))
        .filter(archived_messages::id.eq(message))
        .filter(archived_messages::deleted_at.is_null())
        .select(archived_messages::archive_id)
        .first(conn)?;
    let object = index::objects(conn, &[archive])?.remove(&archive);
    Ok((archive, object.ok_or(AppError::NotFound)?))
}

/// The lock of the room, under which messages change.
pub(super) fn lock(conn: &mut PgConnection, room: RoomId) -> Result<()> {
    chat_rooms::table
        .find(room)
        .select(chat_rooms::id)
        .for_no_key_update()
        .first::<RoomId>(conn)?;
    Ok(())
}

/// The rows of the messages. The text of a deleted one was not archived; the table wants some.
const MESSAGES: &str = "
    INSERT INTO messages (id, chat_room_id, user_id, content, message_type, seq, rev, nonce, reply_to_id, created_at,
        edited_at, deleted_at, deleted_by, mentions_all, search) OVERRIDING SYSTEM VALUE
    SELECT r.id, r.chat_room_id, r.user_id, CASE WHEN r.deleted_at IS NULL THEN r.content ELSE '…' END, r.message_type,
        r.seq, r.rev, r.nonce, r.reply_to_id, r.created_at, r.edited_at, r.deleted_at,
        (SELECT id FROM users WHERE id = r.deleted_by), r.mentions_all, s.search
    FROM jsonb_to_recordset($1) AS r (id bigint, chat_room_id bigint, user_id bigint, content text,
        message_type message_type, seq bigint, rev bigint, nonce uuid, reply_to_id bigint, created_at timestamptz,
        edited_at timestamptz, deleted_at timestamptz, deleted_by bigint, mentions_all boolean)
    JOIN archived_messages s ON s.id = r.id AND s.chat_room_id = r.chat_room_id AND s.chat_room_id = $2";

const REACTIONS: &str = "
    INSERT INTO message_reactions (message_id, user_id, emoji, reacted_at)
    SELECT r.id, x.user_id, x.emoji, x.reacted_at
    FROM jsonb_to_recordset($1) AS r (id bigint, reactions jsonb)
    JOIN archived_messages s ON s.id = r.id AND s.chat_room_id = $2
    CROSS JOIN LATERAL jsonb_to_recordset(r.reactions) AS x (user_id bigint, emoji text, reacted_at timestamptz)
    JOIN users u ON u.id = x.user_id";

const MENTIONS: &str = "
    INSERT INTO message_mentions (message_id, user_id)
    SELECT r.id, u.id
    FROM jsonb_to_recordset($1) AS r (id bigint, mentions jsonb)
    JOIN archived_messages s ON s.id = r.id AND s.chat_room_id = $2
    CROSS JOIN LATERAL jsonb_array_elements_text(r.mentions) AS x (user_id)
    JOIN users u ON u.id = x.user_id::bigint";

const REVISIONS: &str = "
    INSERT INTO message_revisions (message_id, content, replaced_at)
    SELECT r.id, x.content, x.replaced_at
    FROM jsonb_to_recordset($1) AS r (id bigint, revisions jsonb)
    JOIN archived_messages s ON s.id = r.id AND s.chat_room_id = $2
    CROSS JOIN LATERAL jsonb_to_recordset(r.revisions) AS x (content text, replaced_at timestamptz)
    ORDER BY r.id, x.replaced_at";

const NOTICES: &str = "
    INSERT INTO message_notifications (user_id, message_id, reason, notified_at)
    SELECT user_id, archived_message_id, reason, notified_at FROM archived_notices
    WHERE archived_message_id = ANY($1)";

const FILES: &str = "
    UPDATE attachments SET message_id = archived_message_id, archived_message_id = NULL
    WHERE archived_message_id = ANY($1)";

/// Puts back into the table those of these messages of the room that are archived; how many. In a transaction that holds
/// the [`lock`].
pub(super) fn put_back(conn: &mut PgConnection, room: RoomId, records: &[Record]) -> Result<usize> {
    let json: Value = serde_json::to_value(records).map_err(anyhow::Error::from)?;
    let insert = |sql: &str, conn: &mut PgConnection| {
        sql_query(sql)
            .bind::<Jsonb, _>(&json)
            .bind::<BigInt, _>(room)
            .execute(conn)
    };
    let count = insert(MESSAGES, conn)?;
    insert(REACTIONS, conn)?;
    insert(MENTIONS, conn)?;
    insert(REVISIONS, conn)?;
    let ids: Vec<MessageId> = records.iter().map(|record| record.id).collect();
    for sql in [NOTICES, FILES] {
        sql_query(sql)
            .bind::<Array<BigInt>, _>(&ids)
            .execute(conn)?;
    }
    let rows = archived_messages::table
        .filter(archived_messages::chat_room_id.eq(room))
        .filter(archived_messages::id.eq_any(&ids));
    diesel::delete(rows).execute(conn)?;
    Ok(count)
}
