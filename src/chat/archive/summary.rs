//! What lies in the archive, in numbers.

use chrono::{DateTime, Utc};
use diesel::dsl::{max, sql};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::BigInt;

use crate::error::Result;
use crate::schema::message_archives;

/// For those who run the program.
#[derive(Debug, Queryable)]
pub struct Summary {
    pub objects: i64,
    pub messages: i64,
    /// Of all objects, as they are stored.
    pub bytes: i64,
    /// When something was last archived.
    pub latest: Option<DateTime<Utc>>,
}

/// Sums up the manifest.
pub fn sum_up(conn: &mut PgConnection) -> Result<Summary> {
    Ok(message_archives::table
        .select((
            sql::<BigInt>("count(*)"),
            sql::<BigInt>("coalesce(sum(message_count), 0)::bigint"),
            sql::<BigInt>("coalesce(sum(byte_size), 0)::bigint"),
            max(message_archives::archived_at),
        ))
        .first(conn)?)
}
