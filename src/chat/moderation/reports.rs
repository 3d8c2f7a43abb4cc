//! Members report a message; moderators delete it, or find nothing wrong with it.

use std::collections::HashMap;

use diesel::dsl::{count, now};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::audit;
use crate::chat::history;
use crate::chat::model::{MemberRole, Message, MessageId, Room, RoomId};
use crate::chat::target::Target;
use crate::error::{AppError, Result};
use crate::i18n::Text;
use crate::notifications::{self, Event, Notice};
use crate::reporting::{self, Decision, Outcome};
use crate::schema::{chat_room_members, held_messages, message_reports, messages};
use crate::text;
use crate::web::{UserId, Viewer};

/// How many reported messages the queue shows.
const MOST: i64 = 100;

/// The message as the one who would report it sees it.
///
/// # Errors
/// `NotFound` as [`Target::find`] says, `Conflict` for one's own message.
pub fn reportable(
    conn: &mut PgConnection,
    viewer: &Viewer,
    room: &Room,
    message: MessageId,
) -> Result<Message> {
    if Target::find(conn, room.id, message, viewer.id)?.author == Some(viewer.id) {
        return Err(AppError::Conflict(text!("chat-report-own")));
    }
    history::one(conn, room.id, message)?.ok_or(AppError::NotFound)
}

/// Puts the message before the moderators of its room; again, it changes nothing.
///
/// # Errors
/// `NotFound` as [`Target::find`] says, `Conflict` for one's own message, `Invalid` without a reason.
pub fn report(
    conn: &mut PgConnection,
    viewer: &Viewer,
    room: &Room,
    message: MessageId,
    reason: &str,
) -> Result<()> {
    reportable(conn, viewer, room, message)?;
    let reason = reporting::reason(reason)?;
    conn.transaction(|conn| {
        let is_first = open(conn, &[message])?.is_empty();
        let new = diesel::insert_into(message_reports::table)
            .values((
                message_reports::message_id.eq(message),
                message_reports::reported_by.eq(viewer.id),
                message_reports::reason.eq(reason),
            ))
            .on_conflict_do_nothing()
            .execute(conn)?;
        if is_first && new == 1 {
            let words = text!("chat-report-notice", room = room.name.clone());
            tell_moderators(conn, room.id, Event::MessageReported, words)?;
        }
        Ok(())
    })
}

/// Tells those who moderate the room that something waits for them. What it says is not in the notice: they read it there.
pub fn tell_moderators(
    conn: &mut PgConnection,
    room: RoomId,
    kind: Event,
    message: Text,
) -> Result<()> {
    let moderators: Vec<UserId> = chat_room_members::table
        .filter(chat_room_members::chat_room_id.eq(room))
        .filter(chat_room_members::is_active)
        .filter(chat_room_members::role.eq(MemberRole::Moderator))
        .select(chat_room_members::user_id)
        .load(conn)?;
    let notice = Notice {
        kind,
        message,
        link: format!("/chat/rooms/{room}/moderation"),
    };
    notifications::notify(conn, &moderators, &notice)?;
    Ok(())
}

/// A message that somebody has reported.
pub struct Reported {
    pub message: Message,
    /// What was found wrong with it. Not by whom: its author may be one of the moderators, and is promised not to be told.
    pub reasons: Vec<String>,
}

/// What waits for a moderator in the room, longest first.
pub fn list(conn: &mut PgConnection, room: &Room) -> Result<Vec<Reported>> {
    let is_reported = message_reports::table
        .filter(message_reports::settled_at.is_null())
        .select(message_reports::message_id);
    let waiting = history::of_room(room.id)
        .filter(messages::deleted_at.is_null())
        .filter(messages::id.eq_any(is_reported))
        .order(messages::id)
        .limit(MOST);
    let found = history::load(conn, waiting)?;
    let ids: Vec<MessageId> = found.iter().map(|message| message.stamp.id).collect();
    let mut reasons = open(conn, &ids)?;
    let reported = |message: Message| Reported {
        reasons: reasons.remove(&message.stamp.id).unwrap_or_default(),
        message,
    };
    Ok(found.into_iter().map(reported).collect())
}

type Reasons = HashMap<MessageId, Vec<String>>;

fn open(conn: &mut PgConnection, ids: &[MessageId]) -> Result<Reasons> {
    let found: Vec<(MessageId, String)> = message_reports::table
        .filter(message_reports::message_id.eq_any(ids))
        .filter(message_reports::settled_at.is_null())
        .order(message_reports::id)
        .select((message_reports::message_id, message_reports::reason))
        .load(conn)?;
    let mut reasons = Reasons::new();
    for (message, reason) in found {
        reasons.entry(message).or_default().push(reason);
    }
    Ok(reasons)
}

/// A moderator has looked at the message and lets it stand.
///
/// # Errors
/// `NotFound` as [`Target::find`] says, `Forbidden` for somebody who does not moderate the room.
pub fn dismiss(
    conn: &mut PgConnection,
    viewer: &Viewer,
    room: &Room,
    message: MessageId,
) -> Result<()> {
    if !Target::find(conn, room.id, message, viewer.id)?.is_moderated() {
        return Err(AppError::Forbidden);
    }
    conn.transaction(|conn| {
        if settle(conn, message, &Decision::dismissing(viewer.id))? > 0 {
            let subject = ("message", message);
            audit::note(conn, room.id, viewer.id, "message.dismiss", subject, "")?;
        }
        Ok(())
    })
}

/// Notes what was decided about the reports of this message; how many that concerns.
pub fn settle(conn: &mut PgConnection, message: MessageId, decision: &Decision) -> Result<usize> {
    let is_other = message_reports::outcome.is_distinct_from(Outcome::Upheld);
    let is_open = message_reports::settled_at.is_null();
    let concerned = message_reports::table
        .filter(message_reports::message_id.eq(message))
        .filter(is_open.or(decision.is_anew.into_sql::<Bool>().and(is_other)));
    Ok(diesel::update(concerned)
        .set((
            message_reports::settled_at.eq(now),
            message_reports::settled_by.eq(decision.by),
            message_reports::outcome.eq(decision.outcome),
        ))
        .execute(conn)?)
}

/// How much waits for a moderator in the room: messages that were put aside, and reports.
pub fn count_waiting(conn: &mut PgConnection, room: RoomId) -> Result<i64> {
    let held: i64 = held_messages::table
        .filter(held_messages::chat_room_id.eq(room))
        .filter(held_messages::decided_at.is_null())
        .count()
        .get_result(conn)?;
    let reported: i64 = message_reports::table
        .inner_join(messages::table)
        .filter(message_reports::settled_at.is_null())
        .filter(messages::chat_room_id.eq(room))
        .filter(messages::deleted_at.is_null())
        .select(count(message_reports::message_id).aggregate_distinct())
        .get_result(conn)?;
    Ok(held + reported)
}
