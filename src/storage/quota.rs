//! How much of the storage one person may fill: bytes and files, by rank (security row U7).
//!
//! Asked twice: before a byte of an upload is read, so that nobody sends in vain, and again with the row of the file in
//! one transaction, one person at a time, so that uploads side by side can't pass it together. Recordings of classes are
//! made by the program and count for nobody.

use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::BigInt;

use super::MediaContainer;
use crate::config::{Quota, Quotas};
use crate::error::{AppError, Result};
use crate::i18n::{self, Text};
use crate::text;
use crate::web::{Role, UserId};

/// What somebody's files take, of what they may take.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Usage {
    /// Of all files together, as they were stored.
    pub bytes: u64,
    pub files: u64,
    pub quota: Quota,
}

impl Usage {
    /// What this person's files take now.
    ///
    /// # Errors
    /// `NotFound` for who is not there.
    pub fn of(conn: &mut PgConnection, quotas: &Quotas, person: UserId) -> Result<Usage> {
        let row: Row = sql_query(
            "SELECT u.role, count(m.id) AS files, coalesce(sum(m.byte_size), 0)::bigint AS bytes
             FROM users u LEFT JOIN media m ON m.owner_id = u.id AND m.container <> 'live_asset'
             WHERE u.id = $1 GROUP BY u.id",
        )
        .bind::<BigInt, _>(person)
        .get_result(conn)?;
        Ok(Usage {
            bytes: row.bytes.unsigned_abs(),
            files: row.files.unsigned_abs(),
            quota: match row.role {
                Role::Student => quotas.student,
                Role::Teacher | Role::Admin => quotas.teacher,
            },
        })
    }

    /// How many bytes there is room for.
    pub(super) fn left(&self) -> u64 {
        self.quota.bytes.saturating_sub(self.bytes)
    }

    /// What is too much, if something is.
    pub(super) fn complaint(&self) -> Option<Text> {
        if self.files > self.quota.files {
            return Some(text!(
                "media-quota-files",
                most = i18n::number(self.quota.files as i64)
            ));
        }
        (self.bytes > self.quota.bytes).then(|| out_of_room(self.quota))
    }
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = crate::schema::sql_types::UserRole)]
    role: Role,
    #[diesel(sql_type = BigInt)]
    files: i64,
    #[diesel(sql_type = BigInt)]
    bytes: i64,
}

/// What is said to who has no room for more.
pub(super) fn out_of_room(quota: Quota) -> Text {
    text!(
        "media-quota-bytes",
        most = i18n::file_size(quota.bytes as i64)
    )
}

/// Refuses rows that have just been written and pass the quota of their owner; to be called after [`take_turn`].
pub(super) fn hold(
    conn: &mut PgConnection,
    quotas: &Quotas,
    owner: Option<UserId>,
    container: MediaContainer,
) -> Result<()> {
    let Some(owner) = owner.filter(|_| container != MediaContainer::LiveAsset) else {
        return Ok(());
    };
    let usage = Usage::of(conn, quotas, owner)?;
    usage
        .complaint()
        .map_or(Ok(()), |words| Err(AppError::NoRoom(words)))
}

/// Makes those who store for the same person take turns, each until its transaction ends.
pub(super) fn take_turn(conn: &mut PgConnection, owner: Option<UserId>) -> QueryResult<()> {
    let Some(owner) = owner else { return Ok(()) };
    sql_query("SELECT pg_advisory_xact_lock(hashtextextended('media of ' || $1, 0))")
        .bind::<BigInt, _>(owner)
        .execute(conn)
        .map(drop)
}
