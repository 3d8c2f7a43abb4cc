//! Writing objects anew without what was taken back from them, so that nothing deleted stays in the store.

use std::collections::HashSet;
use std::time::Duration;

use anyhow::Result;
use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::object::{self, Object};
use super::recalling::lock;
use super::record::Record;
use super::{ArchiveId, MessageId, RoomId, index};
use crate::error::Result as AppResult;
use crate::jobs;
use crate::schema::{archived_messages, message_archives};
use crate::state::App;
use crate::storage::DeleteObjects;

/// Whoever is reading an object that is no longer named has time to finish.
pub(super) const LINGER: Duration = Duration::from_secs(600);

/// Renews every object that messages were taken back from; how many.
///
/// # Errors
/// The store or the database is away.
pub(super) async fn run(app: &App) -> Result<usize> {
    let stale = app.db.run(stale).await?;
    for (archive, room) in &stale {
        renew(app, *archive, *room).await?;
    }
    Ok(stale.len())
}

fn stale(conn: &mut PgConnection) -> AppResult<Vec<(ArchiveId, RoomId)>> {
    Ok(message_archives::table
        .filter(message_archives::is_stale)
        .order(message_archives::id)
        .select((message_archives::id, message_archives::chat_room_id))
        .load(conn)?)
}

async fn renew(app: &App, archive: ArchiveId, room: RoomId) -> Result<()> {
    let found = app
        .db
        .run(move |conn| {
            Ok((
                index::objects(conn, &[archive])?.remove(&archive),
                rows(conn, archive)?,
            ))
        })
        .await?;
    let (Some(old), rows) = found else {
        return Ok(());
    };
    let all = object::read_anew(&app.storage, &old).await?;
    let kept: Vec<Record> = all
        .into_iter()
        .filter(|record| rows.contains(&record.id))
        .collect();
    let new = match kept.is_empty() {
        true => None,
        false => Some(object::write(app, room, &kept).await?),
    };
    let written = new.as_ref().map(|new| new.key.clone());
    let kept_ids: HashSet<MessageId> = kept.iter().map(|record| record.id).collect();
    let replaced = app
        .db
        .run(move |conn| replace(conn, (archive, room), &old, new.as_ref(), &kept_ids))
        .await?;
    if let Some(key) = written.filter(|_| !replaced) {
        app.storage.delete(&key).await?;
    }
    Ok(())
}

fn rows(conn: &mut PgConnection, archive: ArchiveId) -> AppResult<HashSet<MessageId>> {
    let ids: Vec<MessageId> = archived_messages::table
        .filter(archived_messages::archive_id.eq(archive))
        .select(archived_messages::id)
        .load(conn)?;
    Ok(ids.into_iter().collect())
}

/// Names the new object instead of the old one; false if more was taken back meanwhile, or somebody else was quicker.
fn replace(
    conn: &mut PgConnection,
    (archive, room): (ArchiveId, RoomId),
    old: &Object,
    new: Option<&Object>,
    kept: &HashSet<MessageId>,
) -> AppResult<bool> {
    conn.transaction(|conn| {
        lock(conn, room)?;
        let row = message_archives::table
            .find(archive)
            .filter(message_archives::storage_key.eq(&old.key));
        if rows(conn, archive)? != *kept {
            return Ok(false);
        }
        let replaced = match new {
            None => diesel::delete(row).execute(conn)?,
            Some(new) => diesel::update(row)
                .set((
                    message_archives::storage_key.eq(&new.key),
                    message_archives::byte_size.eq(new.byte_size),
                    message_archives::sha256.eq(&new.sha256),
                    message_archives::message_count.eq(kept.len() as i32),
                    message_archives::is_stale.eq(false),
                ))
                .execute(conn)?,
        };
        if replaced > 0 {
            jobs::enqueue_in(conn, &DeleteObjects::of(vec![old.key.clone()]), LINGER)?;
        }
        Ok(replaced > 0)
    })
}
