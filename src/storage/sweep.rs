//! Housekeeping: objects that no row names are deleted, here and now or once a day.

use std::collections::HashSet;
use std::time::{Duration, SystemTime};

use diesel::prelude::*;
use futures_util::{StreamExt, TryStreamExt};
use serde::{Deserialize, Serialize};

use super::holding::are_objects_held;
use crate::error::Result;
use crate::jobs::{self, Job};
use crate::schema::{account_exports, media, message_archives};
use crate::state::App;

/// Younger objects may still be waiting for the row that is being written.
const GRACE: Duration = Duration::from_secs(24 * 3600);

/// While a backup is being made objects stay; how long until their turn comes again.
const AGAIN: Duration = Duration::from_secs(30);

/// Deletes the objects of files that were discarded.
#[derive(Serialize, Deserialize)]
pub struct DeleteObjects {
    pub(super) keys: Vec<String>,
}

impl Job for DeleteObjects {
    const NAME: &'static str = "storage.delete_objects";

    async fn run(self, app: &App) -> anyhow::Result<()> {
        if app.db.run(are_objects_held).await? {
            let later = move |conn: &mut _| jobs::enqueue_in(conn, &self, AGAIN);
            return Ok(app.db.run(later).await?);
        }
        for key in &self.keys {
            app.storage.delete(key).await?;
        }
        Ok(())
    }
}

impl DeleteObjects {
    pub fn of(keys: Vec<String>) -> DeleteObjects {
        DeleteObjects { keys }
    }
}

/// Deletes objects that have no row, and uploads that were cut off by a crash.
#[derive(Serialize, Deserialize, Default)]
pub struct SweepOrphans {}

impl Job for SweepOrphans {
    const NAME: &'static str = "storage.sweep_orphans";

    async fn run(self, app: &App) -> anyhow::Result<()> {
        if app.db.run(are_objects_held).await? {
            return Ok(());
        }
        let mut batches = app
            .storage
            .older_than(chrono::Duration::from_std(GRACE)?)
            .try_chunks(500)
            .boxed();
        while let Some(keys) = batches.next().await {
            let keys = keys.map_err(|error| error.1)?;
            for orphan in without_rows(app, keys).await? {
                app.storage.delete(&orphan).await?;
                tracing::info!(key = orphan, "deleted an object that no row names");
            }
        }
        drop(batches);
        sweep_uploads(app).await
    }
}

async fn without_rows(app: &App, keys: Vec<String>) -> Result<Vec<String>> {
    app.db
        .run(move |conn| {
            let named: Vec<(String, Option<String>)> = media::table
                .filter(
                    media::storage_key
                        .eq_any(&keys)
                        .or(media::thumbnail_key.eq_any(&keys)),
                )
                .select((media::storage_key, media::thumbnail_key))
                .load(conn)?;
            let mut named: HashSet<String> = named
                .into_iter()
                .flat_map(|(key, thumbnail)| std::iter::once(key).chain(thumbnail))
                .collect();
            let archives = message_archives::table
                .filter(message_archives::storage_key.eq_any(&keys))
                .select(message_archives::storage_key);
            named.extend(archives.load::<String>(conn)?);
            let exports = account_exports::table
                .filter(account_exports::storage_key.eq_any(&keys))
                .select(account_exports::storage_key.assume_not_null());
            named.extend(exports.load::<String>(conn)?);
            Ok(keys
                .into_iter()
                .filter(|key| !named.contains(key))
                .collect())
        })
        .await
}

async fn sweep_uploads(app: &App) -> anyhow::Result<()> {
    let mut files = tokio::fs::read_dir(app.storage.uploads_folder()).await?;
    while let Some(file) = files.next_entry().await? {
        let age = SystemTime::now().duration_since(file.metadata().await?.modified()?);
        if age.is_ok_and(|age| age > GRACE) {
            tokio::fs::remove_file(file.path()).await?;
        }
    }
    Ok(())
}
