//! Bringing a site back from a backup.

use std::path::Path;

use anyhow::{Context as _, Result, bail, ensure};
use chrono::{DateTime, Utc};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Array, BigInt, Text};
use tokio::fs::File;

use super::dump;
use super::manifest;
use super::tar::Reader;
use crate::config::Config;
use crate::db;
use crate::sidecar::postgres::Binaries;
use crate::sidecar::{DataLock, Database};
use crate::storage::Storage;

/// What was brought back.
pub struct Restored {
    /// When the backup was taken.
    pub taken_at: DateTime<Utc>,
    pub files: usize,
    /// Jobs that wait for an administrator.
    pub held_back: usize,
}

/// Brings the site in this file back. `outward` are the kinds of jobs that reach people or other servers.
///
/// # Errors
/// A file that is damaged; a database or a store that is not empty; a server that runs on the data folder. Nothing is
/// changed then. Whatever goes wrong later leaves the database empty.
pub async fn restore(config: &Config, file: &Path, outward: &[&str]) -> Result<Restored> {
    let manifest = manifest::verify(file).await?;
    let lock = DataLock::take(&config.data)?;
    let storage = Storage::open(config)?;
    ensure!(
        storage.is_empty().await?,
        "there are files in the store already: a restore goes into an empty one"
    );
    let database = Database::for_server(&lock, config.database.url.as_deref()).await?;
    let outcome = fill(config, &storage, database.url(), file, outward).await;
    database.stop().await;
    Ok(Restored {
        taken_at: manifest.taken_at,
        files: manifest
            .entries
            .iter()
            .filter(|entry| entry.name.starts_with("storage/"))
            .count(),
        held_back: outcome?,
    })
}

async fn fill(
    config: &Config,
    storage: &Storage,
    url: &str,
    file: &Path,
    outward: &[&str],
) -> Result<usize> {
    let mut conn = PgConnection::establish(url)?;
    require_empty(&mut conn)?;
    let binaries = Binaries::for_data(&config.data, config.database.url.is_some())?;
    let mut put = Vec::new();
    let outcome = unpack(config, storage, &binaries, url, file, &mut put).await;
    if let Err(error) = outcome {
        for key in put {
            // What stays is named when the restore is tried again.
            let _ = storage.delete(&key).await;
        }
        return Err(error);
    }
    db::migrate(&mut conn)?;
    settle(&mut conn, outward)
}

/// Tables of whoever it may be.
fn require_empty(conn: &mut PgConnection) -> Result<()> {
    #[derive(QueryableByName)]
    struct Count {
        #[diesel(sql_type = BigInt)]
        n: i64,
    }
    let tables: Count = sql_query(
        "SELECT count(*) AS n FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = current_schema()::regnamespace",
    )
    .get_result(conn)?;
    match tables.n {
        0 => Ok(()),
        _ => bail!("the database is not empty: a restore goes into an empty one"),
    }
}

/// Files first, as a row without its file would be worse than a file without its row. The names of what was put into the
/// store are left in `put`.
async fn unpack(
    config: &Config,
    storage: &Storage,
    binaries: &Binaries,
    url: &str,
    file: &Path,
    put: &mut Vec<String>,
) -> Result<()> {
    let mut reader = Reader::open(file).await?;
    let dumped = storage.temporary_file()?;
    while let Some(header) = reader.next().await? {
        if let Some(key) = header.name.strip_prefix("storage/") {
            let content = storage.temporary_file()?;
            reader
                .copy_to(&mut File::create(content.path()).await?)
                .await?;
            put.push(key.to_owned());
            storage.keep_file(key, content.path()).await?;
        } else if header.name == "database.dump" {
            reader
                .copy_to(&mut File::create(dumped.path()).await?)
                .await?;
        } else if header.name == "secret.key" {
            let mut secret = Vec::new();
            reader.copy_to(&mut secret).await?;
            keep_secret(config, &secret)?;
        } else {
            reader.copy_to(&mut tokio::io::sink()).await?;
        }
    }
    dump::restore(binaries, url, dumped.path()).await
}

/// The secret that the second factors were sealed with takes the place of the one that this start has made.
fn keep_secret(config: &Config, secret: &[u8]) -> Result<()> {
    use std::io::Write;
    let mut file = tempfile::NamedTempFile::new_in(&config.data)?;
    file.write_all(secret)?;
    file.as_file().sync_all()?;
    file.persist(config.data.join("secret.key"))
        .context("the secret can't be kept")?;
    Ok(())
}

/// Nobody is signed in, no link that was sent is good, and what reaches people waits to be looked at.
fn settle(conn: &mut PgConnection, outward: &[&str]) -> Result<usize> {
    conn.transaction(|conn| {
        sql_query("DELETE FROM sessions").execute(conn)?;
        sql_query("DELETE FROM account_tokens").execute(conn)?;
        // What somebody had asked for of their own data is a file that a backup leaves out; they can ask again.
        sql_query("DELETE FROM account_exports WHERE storage_key IS NOT NULL").execute(conn)?;
        sql_query("DELETE FROM jobs WHERE unique_key = 'recurring' AND finished_at IS NULL").execute(conn)?;
        sql_query(
            "UPDATE jobs SET lease = NULL, leased_until = NULL, attempts = greatest(attempts - 1, 0)
             WHERE finished_at IS NULL AND dead_at IS NULL AND lease IS NOT NULL",
        )
        .execute(conn)?;
        let held = sql_query(
            "UPDATE jobs SET dead_at = now(), last_error =
                 'held back by a restore: the old site may have done this after the backup; look, then retry or drop it'
             WHERE finished_at IS NULL AND dead_at IS NULL AND name = ANY ($1)",
        )
        .bind::<Array<Text>, _>(outward)
        .execute(conn)?;
        Ok(held)
    })
}
