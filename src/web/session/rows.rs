//! The rows of `sessions`.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::{SessionHash, State, USER_ID};
use crate::schema::sessions;
use crate::web::UserId;

/// A session ends after this however much it is used.
const ABSOLUTE: chrono::Duration = chrono::Duration::days(90);

/// Ends every session of this person except the one given, in the caller's transaction. Pass what it returns to
/// [`Sessions::forget`] after the commit.
pub fn end_all(conn: &mut PgConnection, user: UserId) -> QueryResult<Vec<Vec<u8>>> {
    diesel::delete(sessions::table.filter(sessions::user_id.eq(user)))
        .returning(sessions::id_hash)
        .get_results(conn)
}

pub(super) fn find(
    conn: &mut PgConnection,
    hash: &SessionHash,
) -> QueryResult<Option<(serde_json::Value, DateTime<Utc>)>> {
    let oldest = Utc::now() - ABSOLUTE;
    sessions::table
        .find(hash.as_slice())
        .filter(
            sessions::expires_at
                .gt(Utc::now())
                .and(sessions::created_at.gt(oldest)),
        )
        .select((sessions::state, sessions::expires_at))
        .first(conn)
        .optional()
}

pub(super) fn insert(
    conn: &mut PgConnection,
    hash: &SessionHash,
    state: &State,
    expires_at: DateTime<Utc>,
) -> QueryResult<()> {
    diesel::insert_into(sessions::table)
        .values((
            sessions::id_hash.eq(hash.as_slice()),
            sessions::user_id.eq(user_of(state)),
            sessions::state.eq(serde_json::json!(state)),
            sessions::expires_at.eq(expires_at),
        ))
        .execute(conn)
        .map(|_| ())
}

pub(super) fn update(
    conn: &mut PgConnection,
    hash: &SessionHash,
    state: &State,
    expires_at: DateTime<Utc>,
) -> QueryResult<bool> {
    diesel::update(sessions::table.find(hash.as_slice()))
        .set((
            sessions::user_id.eq(user_of(state)),
            sessions::state.eq(serde_json::json!(state)),
            sessions::expires_at.eq(expires_at),
            sessions::last_seen_at.eq(Utc::now()),
        ))
        .execute(conn)
        .map(|rows| rows > 0)
}

/// Which of these sessions are open.
pub fn still_open(
    conn: &mut PgConnection,
    hashes: &[SessionHash],
) -> QueryResult<HashSet<SessionHash>> {
    let hashes: Vec<&[u8]> = hashes.iter().map(<[u8; 32]>::as_slice).collect();
    let open: Vec<Vec<u8>> = sessions::table
        .filter(sessions::id_hash.eq_any(hashes))
        .filter(sessions::expires_at.gt(Utc::now()))
        .select(sessions::id_hash)
        .load(conn)?;
    Ok(open
        .into_iter()
        .filter_map(|hash| hash.try_into().ok())
        .collect())
}

/// Deletes what has expired; a scheduled job calls it.
pub fn delete_expired(conn: &mut PgConnection) -> QueryResult<usize> {
    diesel::delete(sessions::table.filter(sessions::expires_at.lt(Utc::now()))).execute(conn)
}

fn user_of(state: &State) -> Option<UserId> {
    state.get(USER_ID)?.parse().ok()
}
