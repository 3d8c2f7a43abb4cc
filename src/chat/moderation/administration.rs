//! What administrators do about a message that was reported, in whatever room. Of a conversation of two they reach what one of
//! them has reported, and reading it there is noted.

use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::{audit, reports};
use crate::chat::log::ChatLog;
use crate::chat::model::{Change, MessageId, RoomId, RoomKind};
use crate::error::Result;
use crate::realtime;
use crate::reporting::{self, Decision};
use crate::schema::{chat_rooms, message_reports, messages};
use crate::state::App;
use crate::web::Admin;

/// Deletes the message that this report is about. Its reports are settled.
///
/// # Errors
/// `NotFound`; `Invalid` without a reason.
pub async fn delete_reported(app: &App, admin: &Admin, report: i64, reason: &str) -> Result<()> {
    let reason = reporting::reason(reason)?;
    let (room, message) = app.db.run(move |conn| place_of(conn, report)).await?;
    let deletion = Change::Delete {
        message,
        by: admin.0.id,
        is_admin: true,
        reason,
    };
    realtime::change::<ChatLog>(app, room, deletion).await?;
    Ok(())
}

/// Brings it back.
///
/// # Errors
/// `NotFound`.
pub async fn restore_reported(app: &App, admin: &Admin, report: i64) -> Result<()> {
    let (room, message) = app.db.run(move |conn| place_of(conn, report)).await?;
    let restoration = Change::Restore {
        message,
        by: admin.0.id,
        is_admin: true,
    };
    realtime::change::<ChatLog>(app, room, restoration).await?;
    Ok(())
}

/// Lets it stand. Its reports are settled.
///
/// # Errors
/// `NotFound`; `Invalid` for too long a reason.
pub fn dismiss_reported(
    conn: &mut PgConnection,
    admin: &Admin,
    report: i64,
    reason: &str,
) -> Result<()> {
    let reason = reporting::reason_if_any(reason)?;
    conn.transaction(|conn| {
        let (room, message) = place_of(conn, report)?;
        if reports::settle(conn, message, &Decision::dismissing(admin.0.id))? > 0 {
            let subject = ("message", message);
            audit::note(conn, room, admin.0.id, "message.dismiss", subject, &reason)?;
        }
        Ok(())
    })
}

/// What a message between two people says, or said, that one of them has reported. That it was read is noted.
///
/// # Errors
/// `NotFound`, also for a message of another room.
pub fn read_reported(conn: &mut PgConnection, admin: &Admin, report: i64) -> Result<String> {
    conn.transaction(|conn| {
        let (room, message) = place_of(conn, report)?;
        let content: String = messages::table
            .inner_join(chat_rooms::table)
            .filter(messages::id.eq(message))
            .filter(chat_rooms::kind.eq(RoomKind::Direct))
            .select(messages::content)
            .first(conn)?;
        let subject = ("message", message);
        audit::note(conn, room, admin.0.id, "message.read", subject, "")?;
        Ok(content)
    })
}

fn place_of(conn: &mut PgConnection, report: i64) -> Result<(RoomId, MessageId)> {
    Ok(message_reports::table
        .inner_join(messages::table)
        .filter(message_reports::id.eq(report))
        .select((messages::chat_room_id, messages::id))
        .first(conn)?)
}
