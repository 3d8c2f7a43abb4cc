//! What a backup and a restore need of the store: objects as wholes, and that none is deleted while they are read.

use std::path::Path;

use bytes::Bytes;
use diesel::dsl::sql;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use futures_util::StreamExt;
use futures_util::stream::BoxStream;
use object_store::ObjectStoreExt;

use super::failure::failed;
use super::store::{Storage, path_of};
use crate::error::Result;

/// Any number that only this program uses.
const LOCK: i64 = 0x6c65_6374_6572_6e01;

/// Keeps objects from being deleted for as long as this connection is open. Objects are deleted after the commit that takes
/// their rows away, so what a snapshot names that is taken from now on stays.
pub fn hold_objects(conn: &mut PgConnection) -> QueryResult<()> {
    diesel::sql_query(format!("SELECT pg_advisory_lock({LOCK})"))
        .execute(conn)
        .map(|_| ())
}

/// Whether somebody does so.
pub(super) fn are_objects_held(conn: &mut PgConnection) -> Result<bool> {
    let free = sql::<Bool>(&format!("pg_try_advisory_xact_lock_shared({LOCK})"));
    Ok(!diesel::select(free).get_result::<bool>(conn)?)
}

impl Storage {
    /// Whether there is an object with this key.
    pub async fn has(&self, key: &str) -> Result<bool> {
        match self.objects.head(&path_of(key)?).await {
            Ok(_) => Ok(true),
            Err(object_store::Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(failed(error)),
        }
    }

    /// The whole of an object, piece by piece.
    pub async fn content(&self, key: &str) -> Result<BoxStream<'static, Result<Bytes>>> {
        self.get(key, 0..u64::MAX).await
    }

    /// Moves a whole file into the store under this key.
    pub async fn keep_file(&self, key: &str, file: &Path) -> Result<()> {
        self.put_file(key, file).await
    }

    /// Whether there is no object at all.
    pub async fn is_empty(&self) -> Result<bool> {
        let first = self.objects.list(None).next().await;
        first
            .transpose()
            .map_err(failed)
            .map(|first| first.is_none())
    }
}
