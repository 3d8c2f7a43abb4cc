//! What moderators have done in a room stays on record.

use chrono::{DateTime, Utc};
use diesel::dsl::sql;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Nullable, Text};
use serde_json::{Map, Value, json};

use crate::audit::Act as Line;
use crate::chat::model::{MessageId, RoomId};
use crate::error::Result;
use crate::schema::{audit_log, users};
use crate::web::UserId;

/// How many acts the page of a room shows.
const MOST: i64 = 100;

/// Adds a line to the audit log, in the transaction of the act. `action` is named after its subject: `member.mute`.
pub fn note(
    conn: &mut PgConnection,
    room: RoomId,
    by: UserId,
    action: &str,
    (subject, id): (&str, i64),
    reason: &str,
) -> Result<()> {
    Line::of(by, action, subject, id)
        .because(reason)
        .with(json!({ "chat_room_id": room }))
        .write(conn)
}

/// The same for a change to the room itself: each field with what it was and what it is.
pub fn note_change(
    conn: &mut PgConnection,
    room: RoomId,
    by: UserId,
    action: &str,
    changes: Map<String, Value>,
) -> Result<()> {
    Line::of(by, action, "room", room)
        .with(json!({ "chat_room_id": room, "changes": changes }))
        .write(conn)
}

/// Something that a moderator has done.
#[derive(Queryable)]
pub(super) struct Act {
    pub(super) action: String,
    pub(super) by: Option<String>,
    /// The person it was about; nobody for a message or the room.
    pub(super) about: Option<String>,
    pub(super) reason: String,
    pub(super) at: DateTime<Utc>,
    details: Value,
    /// The message that was deleted and is so still: it can be brought back.
    pub(super) deleted: Option<MessageId>,
}

impl Act {
    /// What it changed of the room itself; null for other acts.
    pub(super) fn changes(&self) -> &Value {
        &self.details["changes"]
    }
}

diesel::alias! {
    const SUBJECTS: Alias<Subjects> = users as subjects;
}

/// The message of an act that deleted one, while it is deleted.
const DELETED: &str =
    "CASE WHEN audit_log.action = 'message.delete' THEN (SELECT messages.id FROM messages
    WHERE messages.id = audit_log.subject_id::bigint AND messages.deleted_at IS NOT NULL) END";

/// What has been done in the room, latest first.
pub(super) fn list(conn: &mut PgConnection, room: RoomId) -> Result<Vec<Act>> {
    let about = sql::<Bool>(
        "audit_log.subject_type = 'member' AND subjects.id::text = audit_log.subject_id",
    );
    Ok(audit_log::table
        .left_join(users::table)
        .left_join(SUBJECTS.on(about))
        .filter(
            sql::<Bool>(
                "audit_log.details ? 'chat_room_id' AND audit_log.details ->> 'chat_room_id' = ",
            )
            .bind::<Text, _>(room.to_string()),
        )
        .order(audit_log::id.desc())
        .limit(MOST)
        .select((
            audit_log::action,
            users::display_name.nullable(),
            SUBJECTS.field(users::display_name).nullable(),
            audit_log::reason,
            audit_log::at,
            audit_log::details,
            sql::<Nullable<BigInt>>(DELETED),
        ))
        .load(conn)?)
}
