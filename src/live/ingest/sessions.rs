//! The rows of runs: who is connected to which, from when to when.
//!
//! Several callbacks and rounds may write at once; each update says which connection it means, so a late one changes
//! nothing of the connection that has come since.

use chrono::{DateTime, Utc};
use diesel::dsl::{now, sql};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::Timestamptz;
use serde_json::json;

use super::events;
use crate::error::Result;
use crate::live::model::{Room, RoomId, Session, SessionId, Status, StreamEventKind};
use crate::schema::{live_rooms, live_sessions, users};

/// Who has been let in.
pub(super) struct Newcomer {
    pub client_id: String,
    pub address: String,
    pub program: String,
    /// Whether somebody was cut off for it. Their end may be on record already.
    pub takes_over: bool,
}

/// The run of a room that has not ended.
pub(super) fn open_of(conn: &mut PgConnection, room: RoomId) -> QueryResult<Option<Session>> {
    live_sessions::table
        .filter(live_sessions::live_room_id.eq(room))
        .filter(live_sessions::ended_at.is_null())
        .select(Session::as_select())
        .first(conn)
        .optional()
}

/// Takes the publisher into the room's run, which begins with its first one, and returns the name of that run.
pub(super) fn enter(conn: &mut PgConnection, room: RoomId, newcomer: &Newcomer) -> Result<String> {
    conn.transaction(|conn| {
        // Two that come at once wait for each other here; whoever leaves meanwhile, and writes of it, for neither: with a
        // stronger lock the two would wait for each other's rows.
        live_rooms::table
            .find(room)
            .select(live_rooms::id)
            .for_no_key_update()
            .execute(conn)?;
        let session = match open_of(conn, room)? {
            Some(session) => session,
            None => begin(conn, room)?,
        };
        let details = json!({ "address": newcomer.address, "program": newcomer.program });
        if newcomer.takes_over || session.client_id.is_some() {
            events::write(conn, room, StreamEventKind::TakenOver, &details)?;
        }
        connect(conn, session.id, &newcomer.client_id)?;
        events::write(conn, room, StreamEventKind::Connected, &details)?;
        Ok(session.token)
    })
}

fn begin(conn: &mut PgConnection, room: RoomId) -> QueryResult<Session> {
    let token: [u8; 16] = rand::random();
    let token: String = token.iter().map(|byte| format!("{byte:02x}")).collect();
    diesel::insert_into(live_sessions::table)
        .values((
            live_sessions::live_room_id.eq(room),
            live_sessions::token.eq(token),
        ))
        .returning(Session::as_returning())
        .get_result(conn)
}

/// Notes which connection publishes in this run.
pub(super) fn connect(
    conn: &mut PgConnection,
    session: SessionId,
    client_id: &str,
) -> QueryResult<()> {
    diesel::update(live_sessions::table.find(session))
        .set((
            live_sessions::client_id.eq(client_id),
            live_sessions::connected_at.eq(now),
            live_sessions::disconnected_at.eq(None::<DateTime<Utc>>),
        ))
        .execute(conn)
        .map(|_| ())
}

/// Notes that a connection is gone, unless another has taken its place.
pub(super) fn leave(conn: &mut PgConnection, room: RoomId, client_id: &str) -> Result<()> {
    conn.transaction(|conn| {
        let left = diesel::update(live_sessions::table)
            .filter(live_sessions::live_room_id.eq(room))
            .filter(live_sessions::client_id.eq(client_id))
            .set((
                live_sessions::client_id.eq(None::<String>),
                live_sessions::disconnected_at.eq(now),
            ))
            .execute(conn)?;
        if left > 0 {
            events::write(conn, room, StreamEventKind::Disconnected, &json!({}))?;
        }
        Ok(())
    })
}

/// A room that is on the air, or may be at any moment.
pub(super) struct OnAir {
    pub room: Room,
    /// None until the first publisher.
    pub session: Option<Session>,
    /// Whether its teacher may still use the platform.
    pub is_allowed: bool,
    /// When this was so, by the clock that times of connections are of.
    pub read_at: DateTime<Utc>,
}

/// All rooms that are live or have a run.
pub(super) fn on_air(conn: &mut PgConnection) -> QueryResult<Vec<OnAir>> {
    type Row = (
        Room,
        Option<Session>,
        bool,
        Option<DateTime<Utc>>,
        DateTime<Utc>,
    );
    let rows: Vec<Row> = live_rooms::table
        .inner_join(users::table)
        .left_join(
            live_sessions::table.on(live_sessions::live_room_id
                .eq(live_rooms::id)
                .and(live_sessions::ended_at.is_null())),
        )
        .filter(live_rooms::status.eq_any([Status::Planned, Status::Live]))
        .filter(
            live_rooms::status
                .eq(Status::Live)
                .or(live_sessions::id.is_not_null()),
        )
        .select((
            Room::as_select(),
            Option::<Session>::as_select(),
            users::is_suspended,
            users::deleted_at,
            sql::<Timestamptz>("clock_timestamp()"),
        ))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(room, session, is_suspended, deleted_at, read_at)| OnAir {
            room,
            session,
            is_allowed: !is_suspended && deleted_at.is_none(),
            read_at,
        })
        .collect())
}
