//! The rows of `sessions`.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::{BRIEF, SessionHash, State, USER_ID};
use crate::schema::sessions;
use crate::web::UserId;

/// The entries that say where the session was opened: what the browser called itself, and the client's address.
pub const AGENT: &str = "agent";
pub const ADDRESS: &str = "address";

/// A session ends after this however much it is used.
const ABSOLUTE: chrono::Duration = chrono::Duration::days(90);

/// A brief session that nobody uses ends after this.
const BRIEF_IDLE: chrono::Duration = chrono::Duration::hours(12);

/// That a session is used is noted this often.
const NOTED: chrono::Duration = chrono::Duration::minutes(5);

/// The most sessions that their owner is shown.
const SHOWN: i64 = 50;

/// A session as its owner sees it.
#[derive(Queryable, Selectable)]
#[diesel(table_name = sessions, check_for_backend(diesel::pg::Pg))]
pub struct OpenSession {
    pub id_hash: Vec<u8>,
    /// What the browser called itself when the session was opened; empty if nobody has noted it.
    pub user_agent: String,
    /// The client's address at that time.
    pub address: String,
    pub created_at: DateTime<Utc>,
    pub last_seen_at: DateTime<Utc>,
}

/// The open sessions of this person, the last used first.
pub fn open_of(conn: &mut PgConnection, user: UserId) -> QueryResult<Vec<OpenSession>> {
    sessions::table
        .filter(sessions::user_id.eq(user))
        .filter(sessions::expires_at.gt(Utc::now()))
        .filter(sessions::created_at.gt(Utc::now() - ABSOLUTE))
        .order(sessions::last_seen_at.desc())
        .limit(SHOWN)
        .select(OpenSession::as_select())
        .load(conn)
}

/// Ends one session of this person; whether it was there. Pass its hash to [`Sessions::forget`] after the commit.
///
/// [`Sessions::forget`]: super::Sessions::forget
pub fn end_one(conn: &mut PgConnection, user: UserId, hash: &[u8]) -> QueryResult<bool> {
    let own = sessions::table
        .find(hash)
        .filter(sessions::user_id.eq(user));
    Ok(diesel::delete(own).execute(conn)? > 0)
}

/// Ends every session of this person but this one. Pass what it returns to [`Sessions::forget`] after the commit.
///
/// [`Sessions::forget`]: super::Sessions::forget
pub fn end_others(
    conn: &mut PgConnection,
    user: UserId,
    kept: &SessionHash,
) -> QueryResult<Vec<Vec<u8>>> {
    let others = sessions::table
        .filter(sessions::user_id.eq(user))
        .filter(sessions::id_hash.ne(kept.as_slice()));
    diesel::delete(others)
        .returning(sessions::id_hash)
        .get_results(conn)
}

/// Ends every session of this person, in the caller's transaction. Pass what it returns to
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
    let found: Option<(serde_json::Value, DateTime<Utc>, DateTime<Utc>)> = sessions::table
        .find(hash.as_slice())
        .filter(
            sessions::expires_at
                .gt(Utc::now())
                .and(sessions::created_at.gt(oldest)),
        )
        .select((
            sessions::state,
            sessions::expires_at,
            sessions::last_seen_at,
        ))
        .first(conn)
        .optional()?;
    let Some((state, expires_at, last_seen)) = found else {
        return Ok(None);
    };
    if last_seen > Utc::now() - NOTED {
        return Ok(Some((state, expires_at)));
    }
    let is_brief = state.get(BRIEF).is_some();
    let expires_at = if is_brief {
        Utc::now() + BRIEF_IDLE
    } else {
        expires_at
    };
    note_use(conn, hash, expires_at)?;
    Ok(Some((state, expires_at)))
}

fn note_use(
    conn: &mut PgConnection,
    hash: &SessionHash,
    expires_at: DateTime<Utc>,
) -> QueryResult<usize> {
    diesel::update(sessions::table.find(hash.as_slice()))
        .set((
            sessions::last_seen_at.eq(Utc::now()),
            sessions::expires_at.eq(expires_at),
        ))
        .execute(conn)
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
            sessions::expires_at.eq(end_of(state, expires_at)),
            sessions::user_agent.eq(text_of(state, AGENT)),
            sessions::address.eq(text_of(state, ADDRESS)),
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
            sessions::expires_at.eq(end_of(state, expires_at)),
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

/// The text under this name; the state holds each value as JSON.
fn text_of(state: &State, name: &str) -> String {
    let text = state.get(name).map(|value| serde_json::from_str(value));
    text.and_then(Result::ok).unwrap_or_default()
}

fn end_of(state: &State, expires_at: DateTime<Utc>) -> DateTime<Utc> {
    match state.contains_key(BRIEF) {
        true => expires_at.min(Utc::now() + BRIEF_IDLE),
        false => expires_at,
    }
}
