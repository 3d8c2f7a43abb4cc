//! What waits for the staff of a class, and what is decided about it.

use std::collections::HashMap;

use diesel::dsl::{count as counted, now};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Array, BigInt, Bool, Text};
use serde_json::json;

use crate::audit::Act;
use crate::error::{AppError, Result};
use crate::live::messages::{Message, MessageId};
use crate::live::{RoomId, rooms};
use crate::reporting::{Decision, Outcome};
use crate::schema::{live_chat_messages, live_message_reports};
use crate::text;
use crate::web::{UserId, Viewer};

/// A message that somebody has reported.
pub struct Reported {
    pub message: Message,
    /// How many have.
    pub reports: i64,
    /// What they say, the first first.
    pub reasons: Vec<String>,
}

#[derive(QueryableByName)]
struct Waiting {
    #[diesel(sql_type = BigInt)]
    message_id: MessageId,
    #[diesel(sql_type = BigInt)]
    reports: i64,
    #[diesel(sql_type = Array<Text>)]
    reasons: Vec<String>,
}

/// A hundred messages with fifty reasons each are more than anybody goes through at once.
const WAITING: &str =
    "SELECT m.id AS message_id, count(*) AS reports, (array_agg(r.reason ORDER BY r.id))[1:50] AS reasons
    FROM live_message_reports r JOIN live_chat_messages m ON m.id = r.message_id
    WHERE m.live_room_id = $1 AND m.deleted_at IS NULL AND r.settled_at IS NULL
    GROUP BY m.id ORDER BY min(r.id) LIMIT 100";

/// What waits in the room, longest first.
pub fn waiting(conn: &mut PgConnection, room: RoomId) -> Result<Vec<Reported>> {
    let waiting: Vec<Waiting> = sql_query(WAITING).bind::<BigInt, _>(room).load(conn)?;
    let ids: Vec<MessageId> = waiting.iter().map(|one| one.message_id).collect();
    let messages = Message::these(conn, room, &ids)?.into_iter();
    let mut messages: HashMap<MessageId, Message> = messages
        .map(|message| (message.stamp.id, message))
        .collect();
    let reported = |one: Waiting| {
        Some(Reported {
            message: messages.remove(&one.message_id)?,
            reports: one.reports,
            reasons: one.reasons,
        })
    };
    Ok(waiting.into_iter().filter_map(reported).collect())
}

/// How many messages of the room wait.
pub fn count(conn: &mut PgConnection, room: RoomId) -> Result<i64> {
    Ok(live_message_reports::table
        .inner_join(live_chat_messages::table)
        .filter(live_chat_messages::live_room_id.eq(room))
        .filter(live_chat_messages::deleted_at.is_null())
        .filter(live_message_reports::settled_at.is_null())
        .select(counted(live_message_reports::message_id).aggregate_distinct())
        .get_result(conn)?)
}

/// Somebody who keeps order has looked at the message and lets it stand.
///
/// # Errors
/// As [`rooms::moderated`]; `NotFound` for what is not of the room, or deleted; `Conflict` for their own.
pub fn dismiss(
    conn: &mut PgConnection,
    viewer: &Viewer,
    room: RoomId,
    message: MessageId,
) -> Result<()> {
    conn.transaction(|conn| {
        let room = rooms::moderated(conn, viewer, room)?;
        if Message::find(conn, room.id, message)?.stamp.user == Some(viewer.id) {
            return Err(AppError::Conflict(text!("live-report-others-decide")));
        }
        let_stand(conn, viewer.id, (room.id, message), "")
    })
}

/// Settles what is open of its reports, and notes it if there was anything.
pub(super) fn let_stand(
    conn: &mut PgConnection,
    by: UserId,
    place: (RoomId, MessageId),
    reason: &str,
) -> Result<()> {
    match settle(conn, place.1, &Decision::dismissing(by))? {
        0 => Ok(()),
        _ => note(conn, by, "live_message.dismiss", place, reason),
    }
}

/// Notes what was decided about the reports of this message; how many that concerns.
pub fn settle(
    conn: &mut PgConnection,
    message: MessageId,
    decision: &Decision,
) -> QueryResult<usize> {
    let is_other = live_message_reports::outcome.is_distinct_from(Outcome::Upheld);
    let is_open = live_message_reports::settled_at.is_null();
    diesel::update(live_message_reports::table)
        .filter(live_message_reports::message_id.eq(message))
        .filter(is_open.or(decision.is_anew.into_sql::<Bool>().and(is_other)))
        .set((
            live_message_reports::settled_at.eq(now),
            live_message_reports::settled_by.eq(decision.by),
            live_message_reports::outcome.eq(decision.outcome),
        ))
        .execute(conn)
}

/// Adds a line to the audit log, in the transaction of the act.
pub fn note(
    conn: &mut PgConnection,
    by: UserId,
    action: &str,
    (room, message): (RoomId, MessageId),
    reason: &str,
) -> Result<()> {
    Act::of(by, action, "live_message", message)
        .because(reason)
        .with(json!({ "live_room_id": room }))
        .write(conn)
}
