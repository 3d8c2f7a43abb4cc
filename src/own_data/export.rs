//! The archive of one's own data: asked for, made by a job, fetched by its owner alone, gone after a week.

use std::time::Duration;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use diesel::dsl::{IntervalDsl, now};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::Timestamptz;
use futures_util::stream::BoxStream;
use serde::{Deserialize, Serialize};

use super::{archive, contents};
use crate::error::{AppError, Result};
use crate::jobs::{Job, enqueue};
use crate::notifications::{self, Event, Notice};
use crate::schema::account_exports;
use crate::state::App;
use crate::storage::DeleteObjects;
use crate::text;
use crate::web::{UserId, Viewer};

/// How long an archive may be fetched.
const KEPT_DAYS: i32 = 7;

/// The archive as its page shows it.
#[derive(Queryable, Selectable)]
#[diesel(table_name = account_exports, check_for_backend(diesel::pg::Pg))]
pub(super) struct Export {
    pub storage_key: Option<String>,
    pub byte_size: Option<i64>,
    /// How many files it has no room for.
    pub left_out: i32,
    pub expires_at: Option<DateTime<Utc>>,
}

pub(super) fn of(conn: &mut PgConnection, person: UserId) -> QueryResult<Option<Export>> {
    account_exports::table
        .filter(account_exports::user_id.eq(person))
        .filter(
            account_exports::expires_at
                .is_null()
                .or(account_exports::expires_at.gt(now)),
        )
        .select(Export::as_select())
        .first(conn)
        .optional()
}

/// Has an archive made, in place of an earlier one.
///
/// # Errors
/// [`AppError::TooManyRequests`].
pub(super) async fn request(app: &App, viewer: &Viewer) -> Result<()> {
    app.limits.exports.take(viewer.id)?;
    let id = viewer.id;
    app.db
        .run(move |conn| {
            conn.transaction(|conn| {
                forget(conn, id)?;
                let export = diesel::insert_into(account_exports::table)
                    .values(account_exports::user_id.eq(id))
                    .on_conflict_do_nothing()
                    .returning(account_exports::id)
                    .get_result(conn)
                    .optional()?;
                // Another tab has just asked.
                export.map_or(Ok(()), |export| enqueue(conn, &MakeExport { export }))
            })
        })
        .await
}

/// An archive that can be fetched.
pub(super) struct Ready {
    /// In bytes.
    pub size: u64,
    /// How its name ends: `zip`, or `json` for one that an earlier version of the program has made.
    pub ending: &'static str,
    pub content: BoxStream<'static, Result<Bytes>>,
}

/// The archive itself, piece by piece.
///
/// # Errors
/// [`AppError::NotFound`] if there is none, not yet or not any more.
pub(super) async fn read(app: &App, viewer: &Viewer) -> Result<Ready> {
    let id = viewer.id;
    let export = app.db.run(move |conn| Ok(of(conn, id)?)).await?;
    match export.map(|export| (export.storage_key, export.byte_size)) {
        Some((Some(key), Some(size))) => Ok(Ready {
            size: size.unsigned_abs(),
            ending: if key.ends_with(".json") {
                "json"
            } else {
                "zip"
            },
            content: app.storage.content(&key).await?,
        }),
        _ => Err(AppError::NotFound),
    }
}

/// Forgets the archive of this person; its object goes once the transaction has committed.
pub(super) fn forget(conn: &mut PgConnection, person: UserId) -> Result<()> {
    let own = account_exports::table.filter(account_exports::user_id.eq(person));
    let keys: Vec<Option<String>> = diesel::delete(own)
        .returning(account_exports::storage_key)
        .get_results(conn)?;
    delete_objects(conn, keys)
}

fn delete_objects(conn: &mut PgConnection, keys: Vec<Option<String>>) -> Result<()> {
    let keys: Vec<String> = keys.into_iter().flatten().collect();
    match keys.is_empty() {
        true => Ok(()),
        false => enqueue(conn, &DeleteObjects::of(keys)),
    }
}

/// Makes the archive and tells its owner.
#[derive(Serialize, Deserialize)]
pub struct MakeExport {
    export: i64,
}

impl Job for MakeExport {
    const NAME: &'static str = "own_data.make_export";
    /// Somebody may have gigabytes of videos.
    const TIMEOUT: Duration = Duration::from_secs(3600);

    async fn run(self, app: &App) -> anyhow::Result<()> {
        let id = self.export;
        let made = app
            .db
            .run(move |conn| match waiting(conn, id)? {
                Some(person) => contents::read(conn, person).map(Some),
                None => Ok(None),
            })
            .await?;
        let Some(made) = made else {
            return Ok(());
        };
        let left_out = i32::try_from(made.left_out.len())?;
        let archive = archive::write(app, made).await?;
        let key = format!("exports/{}.zip", uuid::Uuid::new_v4().simple());
        let size = archive.as_file().metadata()?.len().try_into()?;
        app.storage.keep_file(&key, archive.path()).await?;
        let kept = key.clone();
        let is_kept = app
            .db
            .run(move |conn| conn.transaction(|conn| settle(conn, id, &kept, (size, left_out))))
            .await?;
        if !is_kept {
            app.storage.delete(&key).await?;
        }
        Ok(())
    }
}

/// Whose archive waits to be made.
fn waiting(conn: &mut PgConnection, id: i64) -> QueryResult<Option<UserId>> {
    let waiting = account_exports::table
        .find(id)
        .filter(account_exports::ready_at.is_null());
    waiting
        .select(account_exports::user_id)
        .first(conn)
        .optional()
}

/// Whether the archive is still wanted; then it can be fetched from now on.
fn settle(
    conn: &mut PgConnection,
    id: i64,
    key: &str,
    (size, left_out): (i64, i32),
) -> Result<bool> {
    let waiting = account_exports::table
        .find(id)
        .filter(account_exports::ready_at.is_null());
    let until = now.into_sql::<Timestamptz>() + KEPT_DAYS.days();
    let person: Option<UserId> = diesel::update(waiting)
        .set((
            account_exports::ready_at.eq(now),
            account_exports::storage_key.eq(key),
            account_exports::byte_size.eq(size),
            account_exports::left_out.eq(left_out),
            account_exports::expires_at.eq(until.nullable()),
        ))
        .returning(account_exports::user_id)
        .get_result(conn)
        .optional()?;
    let Some(person) = person else {
        return Ok(false);
    };
    let notice = Notice {
        kind: Event::ExportReady,
        message: text!("own-data-export-notice"),
        link: "/settings/account".into(),
    };
    notifications::notify(conn, &[person], &notice)?;
    Ok(true)
}

/// Deletes archives whose time is over. Recurs every hour.
#[derive(Default, Serialize, Deserialize)]
pub struct SweepExports {}

impl SweepExports {
    pub const EVERY: Duration = Duration::from_secs(3600);
}

impl Job for SweepExports {
    const NAME: &'static str = "own_data.sweep_exports";

    async fn run(self, app: &App) -> anyhow::Result<()> {
        app.db
            .run(|conn| {
                conn.transaction(|conn| {
                    let over = account_exports::table.filter(account_exports::expires_at.lt(now));
                    let keys: Vec<Option<String>> = diesel::delete(over)
                        .returning(account_exports::storage_key)
                        .get_results(conn)?;
                    delete_objects(conn, keys)
                })
            })
            .await?;
        Ok(())
    }
}
