//! The lines of the teacher's health panel. They hold no key, and no more of one event than is worth reading.

use diesel::dsl::{IntervalDsl, exists, now};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::Timestamptz;
use serde_json::json;

use super::Problem;
use crate::i18n::Text;
use crate::live::model::{RoomId, StreamEvent, StreamEventKind};
use crate::schema::{live_rooms, live_stream_events};
use crate::text;

/// The same thing said again within this time, in seconds, is not written: somebody who tries keys fills no table.
const QUIET_SECONDS: i32 = 2;
const SHOWN: i64 = 50;

/// What a broadcast out of a browser calls itself, in place of the program's name.
pub(super) const BROWSER: &str = "browser";

/// Why a publisher was turned away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The secret is not this room's, or no longer.
    WrongKey,
    /// The class is over.
    Ended,
    /// Somebody else is publishing.
    Occupied,
    /// It tried to speak for the RTMP server.
    Malformed,
    /// The teacher may not use the platform any more.
    Suspended,
}

impl Refusal {
    /// The name in the details of an event and in the language files.
    pub fn name(self) -> &'static str {
        match self {
            Refusal::WrongKey => "wrong_key",
            Refusal::Ended => "ended",
            Refusal::Occupied => "occupied",
            Refusal::Malformed => "malformed",
            Refusal::Suspended => "suspended",
        }
    }
}

/// Writes that a publisher was turned away from a room, if there is such a room.
pub(super) fn refused(
    conn: &mut PgConnection,
    room: RoomId,
    why: Refusal,
    address: &str,
) -> QueryResult<()> {
    let is_room: bool = diesel::select(exists(live_rooms::table.find(room))).get_result(conn)?;
    if !is_room {
        return Ok(());
    }
    let details = json!({ "reason": why.name(), "address": address });
    write(conn, room, StreamEventKind::Refused, &details)
}

/// Writes what learners would notice.
pub(super) fn write_problem(
    conn: &mut PgConnection,
    room: RoomId,
    problem: Problem,
) -> QueryResult<()> {
    let details = json!({ "problem": problem.name() });
    write(conn, room, problem.event(), &details)
}

/// Writes an event, unless just that was written a moment ago.
pub(super) fn write(
    conn: &mut PgConnection,
    room: RoomId,
    kind: StreamEventKind,
    details: &serde_json::Value,
) -> QueryResult<()> {
    let lately = live_stream_events::table
        .filter(live_stream_events::live_room_id.eq(room))
        .filter(live_stream_events::kind.eq(kind))
        .filter(live_stream_events::details.eq(details))
        .filter(live_stream_events::at.gt(now.into_sql::<Timestamptz>() - QUIET_SECONDS.seconds()));
    if diesel::select(exists(lately)).get_result(conn)? {
        return Ok(());
    }
    diesel::insert_into(live_stream_events::table)
        .values((
            live_stream_events::live_room_id.eq(room),
            live_stream_events::kind.eq(kind),
            live_stream_events::details.eq(details),
        ))
        .execute(conn)
        .map(|_| ())
}

/// The newest events of a room, newest first. The caller has made sure that the reader runs the room.
pub fn recent(conn: &mut PgConnection, room: RoomId) -> QueryResult<Vec<StreamEvent>> {
    live_stream_events::table
        .filter(live_stream_events::live_room_id.eq(room))
        .order(live_stream_events::id.desc())
        .limit(SHOWN)
        .select(StreamEvent::as_select())
        .load(conn)
}

impl StreamEvent {
    /// What happened, for the health panel.
    pub fn words(&self) -> Text {
        let detail = |name: &str| self.details[name].as_str().unwrap_or_default().to_owned();
        match self.kind {
            StreamEventKind::Connected if detail("program") == BROWSER => {
                text!("live-event-connected-browser")
            }
            StreamEventKind::Connected => text!("live-event-connected"),
            StreamEventKind::Disconnected => text!("live-event-disconnected"),
            StreamEventKind::TakenOver => text!("live-event-taken-over"),
            StreamEventKind::SidecarRestarted => text!("live-event-restarted"),
            StreamEventKind::CodecProblem
            | StreamEventKind::NoAudio
            | StreamEventKind::KeyframeProblem
            | StreamEventKind::NotRecorded => Problem::from_name(&detail("problem"))
                .unwrap_or(Problem::VideoCodec)
                .words(),
            StreamEventKind::Refused => match detail("reason").as_str() {
                "ended" => text!("live-event-refused-ended"),
                "occupied" => text!("live-event-refused-occupied", address = detail("address")),
                "malformed" => text!("live-event-refused-malformed"),
                "suspended" => text!("live-event-refused-suspended"),
                _ => text!("live-event-refused-wrong-key", address = detail("address")),
            },
        }
    }
}
