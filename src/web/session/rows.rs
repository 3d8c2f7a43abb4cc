//! The rows of `sessions`. All times are by the database's clock.

use std::collections::HashSet;
use std::time::Duration;

use chrono::{DateTime, Utc};
use diesel::dsl::{IntervalDsl, now, sql};
use diesel::expression::SqlLiteral;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Double, Timestamptz};

use super::{BRIEF, SessionHash, State, USER_ID};
use crate::schema::sessions;
use crate::web::UserId;

/// The entries that say where the session was opened: what the browser called itself, and the client's address.
pub const AGENT: &str = "agent";
pub const ADDRESS: &str = "address";

/// A session ends after this however much it is used.
const ABSOLUTE_DAYS: i32 = 90;

/// A brief session that nobody uses ends after this.
const BRIEF_IDLE: Duration = Duration::from_secs(12 * 3600);

/// That a session is used is noted this often.
const NOTED_MINUTES: i32 = 5;

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
        .filter(is_open())
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

/// The state of a session that has not ended, and how long it is still open if nobody uses it. That it was used is noted.
pub(super) fn find(
    conn: &mut PgConnection,
    hash: &SessionHash,
) -> QueryResult<Option<(serde_json::Value, Duration)>> {
    let left = sql::<Double>("extract(epoch FROM expires_at - now())::float8");
    let noted = now.into_sql::<Timestamptz>() - NOTED_MINUTES.minutes();
    let found: Option<(serde_json::Value, f64, bool)> = sessions::table
        .find(hash.as_slice())
        .filter(is_open())
        .select((sessions::state, left, sessions::last_seen_at.gt(noted)))
        .first(conn)
        .optional()?;
    let Some((state, left, is_noted)) = found else {
        return Ok(None);
    };
    let mut left = Duration::from_secs_f64(left.max(0.0));
    if !is_noted {
        let is_brief = state.get(BRIEF).is_some();
        note_use(conn, hash, is_brief)?;
        left = if is_brief { BRIEF_IDLE } else { left };
    }
    Ok(Some((state, left)))
}

/// Of the table's rows, those that have been used neither too seldom nor for too long.
fn is_open() -> SqlLiteral<Bool> {
    sql(&format!(
        "(expires_at > now() AND created_at > now() - interval '{ABSOLUTE_DAYS} days')"
    ))
}

/// A brief session goes on with its use; the others end when their cookie does.
fn note_use(conn: &mut PgConnection, hash: &SessionHash, is_brief: bool) -> QueryResult<usize> {
    let row = diesel::update(sessions::table.find(hash.as_slice()));
    let seen = sessions::last_seen_at.eq(now);
    match is_brief {
        true => row
            .set((seen, sessions::expires_at.eq(now_and(BRIEF_IDLE))))
            .execute(conn),
        false => row.set(seen).execute(conn),
    }
}

/// The time so long from now.
fn now_and(time: Duration) -> SqlLiteral<Timestamptz> {
    sql(&format!("now() + interval '{} seconds'", time.as_secs()))
}

pub(super) fn insert(
    conn: &mut PgConnection,
    hash: &SessionHash,
    state: &State,
    lifetime: Duration,
) -> QueryResult<()> {
    diesel::insert_into(sessions::table)
        .values((
            sessions::id_hash.eq(hash.as_slice()),
            sessions::user_id.eq(user_of(state)),
            sessions::state.eq(serde_json::json!(state)),
            sessions::expires_at.eq(now_and(shortened(state, lifetime))),
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
    lifetime: Duration,
) -> QueryResult<bool> {
    diesel::update(sessions::table.find(hash.as_slice()))
        .set((
            sessions::user_id.eq(user_of(state)),
            sessions::state.eq(serde_json::json!(state)),
            sessions::expires_at.eq(now_and(shortened(state, lifetime))),
            sessions::last_seen_at.eq(now),
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
        .filter(is_open())
        .select(sessions::id_hash)
        .load(conn)?;
    Ok(open
        .into_iter()
        .filter_map(|hash| hash.try_into().ok())
        .collect())
}

/// Deletes what has expired; a scheduled job calls it.
pub fn delete_expired(conn: &mut PgConnection) -> QueryResult<usize> {
    diesel::delete(sessions::table.filter(diesel::dsl::not(is_open()))).execute(conn)
}

fn user_of(state: &State) -> Option<UserId> {
    state.get(USER_ID)?.parse().ok()
}

/// The text under this name; the state holds each value as JSON.
fn text_of(state: &State, name: &str) -> String {
    let text = state.get(name).map(|value| serde_json::from_str(value));
    text.and_then(Result::ok).unwrap_or_default()
}

/// How long a session with this state is open without being used, of this at most.
fn shortened(state: &State, lifetime: Duration) -> Duration {
    match state.contains_key(BRIEF) {
        true => lifetime.min(BRIEF_IDLE),
        false => lifetime,
    }
}
