//! Making a backup while people go on writing.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use bytes::Bytes;
use chrono::{DateTime, Utc};
use diesel::connection::SimpleConnection;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Text, Timestamptz};
use futures_util::stream;
use tokio::fs::File;
use tokio_util::io::ReaderStream;

use super::dump;
use super::manifest::{self, Entry, Manifest};
use super::tar::Writer;
use crate::schema::{media, message_archives};
use crate::sidecar::postgres::Binaries;
use crate::state::App;
use crate::storage::hold_objects;

/// What a backup has in it.
pub struct Written {
    pub taken_at: DateTime<Utc>,
    pub files: usize,
    pub bytes: u64,
    /// Objects that a row names and the store does not have.
    pub missing: Vec<String>,
}

/// Writes the site into this file and reads it back; a file of that name is replaced once the new one is whole.
///
/// # Errors
/// Whatever kept it from being written, or is wrong with what was.
pub async fn write(app: &App, database: &str, file: &Path) -> Result<Written> {
    let binaries = Binaries::for_data(&app.config.data, app.config.database.url.is_some())?;
    let partial = beside(file, ".partial");
    let dumped = beside(file, ".dump");
    let outcome = assemble(app, &binaries, database, &partial, &dumped).await;
    // Of no use any more; what can't be deleted was never made.
    let _ = tokio::fs::remove_file(&dumped).await;
    if outcome.is_err() {
        let _ = tokio::fs::remove_file(&partial).await;
    }
    outcome?;
    let manifest = manifest::verify(&partial)
        .await
        .context("what was written is not what is read")?;
    tokio::fs::rename(&partial, file).await?;
    Ok(Written {
        taken_at: manifest.taken_at,
        files: manifest
            .entries
            .iter()
            .filter(|entry| entry.name.starts_with("storage/"))
            .count(),
        bytes: manifest.entries.iter().map(|entry| entry.bytes).sum(),
        missing: manifest.missing,
    })
}

fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

async fn assemble(
    app: &App,
    binaries: &Binaries,
    database: &str,
    partial: &Path,
    dumped: &Path,
) -> Result<()> {
    let mut writer = Writer::create(partial).await?;
    // Its transaction is the snapshot, and its session keeps objects from being deleted.
    let url = database.to_owned();
    let snapshot = tokio::task::spawn_blocking(move || Snapshot::take(&url)).await??;
    dump::dump(binaries, database, &snapshot.name, dumped).await?;
    let mut entries = Vec::new();
    entries.push(
        writer
            .add(
                "database.dump",
                ReaderStream::new(File::open(dumped).await?),
            )
            .await?,
    );
    let mut missing = Vec::new();
    for key in &snapshot.keys {
        match add_object(app, &mut writer, key).await? {
            Some(entry) => entries.push(entry),
            None => missing.push(key.clone()),
        }
    }
    let secret = Bytes::from(app.config.security.secret.clone());
    entries.push(writer.add("secret.key", whole(secret)).await?);
    let manifest = Manifest::new(snapshot.taken_at, entries, missing);
    let manifest = Bytes::from(serde_json::to_vec_pretty(&manifest)?);
    writer.add(manifest::NAME, whole(manifest)).await?;
    writer.finish().await
}

fn whole(bytes: Bytes) -> impl futures_util::Stream<Item = Result<Bytes>> + Unpin {
    stream::iter([Ok(bytes)])
}

/// Nothing if the store does not have it.
async fn add_object(app: &App, writer: &mut Writer, key: &str) -> Result<Option<Entry>> {
    if !app.storage.has(key).await? {
        return Ok(None);
    }
    let content = app.storage.content(key).await?;
    Ok(Some(writer.add(&format!("storage/{key}"), content).await?))
}

/// One moment of the database, for as long as this is kept.
struct Snapshot {
    name: String,
    taken_at: DateTime<Utc>,
    /// Of every object that a row names.
    keys: Vec<String>,
    _held: PgConnection,
}

impl Snapshot {
    fn take(url: &str) -> Result<Snapshot> {
        #[derive(QueryableByName)]
        struct Named {
            #[diesel(sql_type = Text)]
            name: String,
            #[diesel(sql_type = Timestamptz)]
            at: DateTime<Utc>,
        }
        let mut conn = PgConnection::establish(url)?;
        // Before the snapshot, so that whatever a row of it names is still there.
        hold_objects(&mut conn)?;
        conn.batch_execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")?;
        let Named { name, at } =
            sql_query("SELECT pg_export_snapshot() AS name, now() AS at").get_result(&mut conn)?;
        let files: Vec<(String, Option<String>)> = media::table
            .select((media::storage_key, media::thumbnail_key))
            .load(&mut conn)?;
        let archives: Vec<String> = message_archives::table
            .select(message_archives::storage_key)
            .load(&mut conn)?;
        let files = files
            .into_iter()
            .flat_map(|(key, thumbnail)| std::iter::once(key).chain(thumbnail));
        let mut keys: Vec<String> = files.chain(archives).collect();
        keys.sort();
        keys.dedup();
        Ok(Snapshot {
            name,
            taken_at: at,
            keys,
            _held: conn,
        })
    }
}
