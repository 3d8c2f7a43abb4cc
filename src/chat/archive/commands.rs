//! What an administrator does with the archive by hand: `lectern archive`.

use std::collections::HashSet;
use std::time::Duration;

use anyhow::{Result, ensure};
use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::moving::{self, Moved};
use super::object::{self, Object};
use super::recalling::{lock, put_back};
use super::renewing::{self, LINGER};
use super::{ArchiveId, MessageId, RoomId};
use crate::error::Result as AppResult;
use crate::jobs;
use crate::schema::{archived_messages, message_archives};
use crate::state::App;
use crate::storage::DeleteObjects;

/// What was found in the archive.
#[derive(Debug, Default)]
pub struct Verified {
    pub objects: usize,
    pub messages: usize,
    /// What is wrong with which object, in words.
    pub problems: Vec<String>,
}

/// What was put back.
#[derive(Clone, Copy, Debug, Default)]
pub struct Restored {
    pub objects: usize,
    pub messages: usize,
}

/// Moves everything that is older than this now, however little it is, and renews what is stale.
///
/// # Errors
/// The store or the database is away; what was moved by then has moved.
pub async fn run(app: &App, older_than: Duration) -> Result<Moved> {
    renewing::run(app).await?;
    moving::run(app, older_than, 1, Duration::MAX).await
}

struct Archive {
    id: ArchiveId,
    room: RoomId,
    count: i32,
    object: Object,
}

type Row = (ArchiveId, RoomId, i32, String, i64, Vec<u8>);

fn archives(conn: &mut PgConnection, room: Option<RoomId>) -> AppResult<Vec<Archive>> {
    let mut query = message_archives::table.into_boxed();
    if let Some(room) = room {
        query = query.filter(message_archives::chat_room_id.eq(room));
    }
    let rows: Vec<Row> = query
        .order((message_archives::chat_room_id, message_archives::first_seq))
        .select((
            message_archives::id,
            message_archives::chat_room_id,
            message_archives::message_count,
            message_archives::storage_key,
            message_archives::byte_size,
            message_archives::sha256,
        ))
        .load(conn)?;
    let archive = |(id, room, count, key, byte_size, sha256)| Archive {
        id,
        room,
        count,
        object: Object {
            key,
            byte_size,
            sha256,
        },
    };
    Ok(rows.into_iter().map(archive).collect())
}

/// Reads every object and compares it with its rows. It changes nothing.
///
/// # Errors
/// The database is away. What is wrong with objects is what it returns.
pub async fn verify(app: &App) -> Result<Verified> {
    let mut verified = Verified::default();
    for archive in app.db.run(|conn| archives(conn, None)).await? {
        match verify_one(app, &archive).await {
            Ok(count) => verified.messages += count,
            Err(error) => {
                let problem = format!("room {}: {}: {error:#}", archive.room, archive.object.key);
                verified.problems.push(problem);
            }
        }
        verified.objects += 1;
    }
    Ok(verified)
}

async fn verify_one(app: &App, archive: &Archive) -> Result<usize> {
    let records = object::read_anew(&app.storage, &archive.object).await?;
    let id = archive.id;
    let rows: Vec<(MessageId, RoomId, i64)> = app
        .db
        .run(move |conn| {
            Ok(archived_messages::table
                .filter(archived_messages::archive_id.eq(id))
                .select((
                    archived_messages::id,
                    archived_messages::chat_room_id,
                    archived_messages::seq,
                ))
                .load(conn)?)
        })
        .await?;
    let lines = records
        .iter()
        .map(|line| (line.id, line.chat_room_id, line.seq));
    let lines: HashSet<(MessageId, RoomId, i64)> = lines.collect();
    ensure!(
        records.len() == archive.count as usize,
        "it has {} messages instead of {}",
        records.len(),
        archive.count
    );
    let missing = rows.iter().filter(|row| !lines.contains(row)).count();
    ensure!(missing == 0, "{missing} messages are not in it");
    Ok(rows.len())
}

/// Puts the messages of this room, or of all, back into the table, object by object.
///
/// # Errors
/// An object can't be read; what was put back by then stays so, and the rest stays in the archive.
pub async fn restore(app: &App, room: Option<RoomId>) -> Result<Restored> {
    let mut restored = Restored::default();
    for archive in app.db.run(move |conn| archives(conn, room)).await? {
        let records = object::read_anew(&app.storage, &archive.object).await?;
        let messages = app
            .db
            .run(move |conn| {
                conn.transaction(|conn| {
                    lock(conn, archive.room)?;
                    let count = put_back(conn, archive.room, &records)?;
                    let row = message_archives::table.find(archive.id);
                    diesel::delete(row).execute(conn)?;
                    let unnamed = DeleteObjects::of(vec![archive.object.key]);
                    jobs::enqueue_in(conn, &unnamed, LINGER)?;
                    Ok(count)
                })
            })
            .await?;
        restored.messages += messages;
        restored.objects += 1;
    }
    Ok(restored)
}
