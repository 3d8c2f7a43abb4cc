//! What administrators do about a message of whatever class that was reported.

use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::queue;
use crate::error::Result;
use crate::live::messages::{Change, Deletion, LiveLog, MessageId};
use crate::live::{RoomId, Streams};
use crate::realtime;
use crate::reporting;
use crate::schema::{live_chat_messages, live_message_reports};
use crate::state::App;
use crate::web::Admin;

/// Deletes the message that this report is about. Its reports are settled.
///
/// # Errors
/// `NotFound`; `Invalid` without a reason.
pub async fn delete_reported(app: &App, admin: &Admin, report: i64, reason: &str) -> Result<()> {
    let reason = reporting::reason(reason)?;
    let (room, message) = app.db.run(move |conn| place_of(conn, report)).await?;
    let deletion = Deletion {
        message,
        by: admin.0.id,
        is_admin: true,
        reason,
    };
    realtime::change::<LiveLog>(app, room, Change::Delete(deletion)).await?;
    Ok(())
}

/// Brings it back.
///
/// # Errors
/// `NotFound`.
pub async fn restore_reported(app: &App, admin: &Admin, report: i64) -> Result<()> {
    let (room, message) = app.db.run(move |conn| place_of(conn, report)).await?;
    let by = admin.0.id;
    realtime::change::<LiveLog>(app, room, Change::Restore { message, by }).await?;
    Ok(())
}

/// Lets it stand. Its reports are settled, and the staff's pages are told.
///
/// # Errors
/// `NotFound`; `Invalid` for too long a reason.
pub async fn dismiss_reported(
    app: &App,
    streams: &Streams,
    admin: &Admin,
    report: i64,
    reason: &str,
) -> Result<()> {
    let (by, reason) = (admin.0.id, reporting::reason_if_any(reason)?);
    let dismiss = move |conn: &mut PgConnection| {
        conn.transaction(|conn| {
            let place = place_of(conn, report)?;
            queue::let_stand(conn, by, place, &reason)?;
            Ok(place.0)
        })
    };
    let room = app.db.run(dismiss).await?;
    streams.board().reports(app, room);
    Ok(())
}

fn place_of(conn: &mut PgConnection, report: i64) -> Result<(RoomId, MessageId)> {
    Ok(live_message_reports::table
        .inner_join(live_chat_messages::table)
        .filter(live_message_reports::id.eq(report))
        .select((live_chat_messages::live_room_id, live_chat_messages::id))
        .first(conn)?)
}
