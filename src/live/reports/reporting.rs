//! Somebody reports a message of a class.

use diesel::dsl::exists;
use diesel::pg::PgConnection;
use diesel::prelude::*;

use crate::error::{AppError, Result};
use crate::live::messages::{Message, MessageId};
use crate::live::{Room, RoomId, rooms};
use crate::notifications::{self, Event, Notice};
use crate::reporting;
use crate::schema::{live_chat_messages, live_message_reports};
use crate::text;
use crate::web::Viewer;

/// A message as somebody sees it who would report it.
pub struct Reportable {
    pub room: Room,
    pub message: Message,
    /// Whether they have done so before.
    pub is_reported: bool,
}

impl Reportable {
    /// # Errors
    /// As [`rooms::of`]; `NotFound` for what is not of the room, deleted, or the program's own; `Conflict` for one's own.
    pub fn find(
        conn: &mut PgConnection,
        viewer: &Viewer,
        room: RoomId,
        message: MessageId,
    ) -> Result<Reportable> {
        let room = rooms::of(conn, Some(viewer), room)?.room;
        let message = Message::find(conn, room.id, message)?;
        if message.stamp.user == Some(viewer.id) {
            return Err(AppError::Conflict(text!("live-report-own")));
        }
        let own = live_message_reports::table
            .filter(live_message_reports::message_id.eq(message.stamp.id))
            .filter(live_message_reports::reported_by.eq(viewer.id));
        Ok(Reportable {
            room,
            message,
            is_reported: diesel::select(exists(own)).get_result(conn)?,
        })
    }
}

/// Puts a message before those who keep order in its class; again, it changes nothing.
///
/// # Errors
/// As [`Reportable::find`]; `Invalid` without a reason.
pub fn report(
    conn: &mut PgConnection,
    viewer: &Viewer,
    room: RoomId,
    message: MessageId,
    reason: &str,
) -> Result<()> {
    conn.transaction(|conn| {
        lock(conn, message)?;
        let room = Reportable::find(conn, viewer, room, message)?.room;
        let reason = reporting::reason(reason)?;
        let open = live_message_reports::table
            .filter(live_message_reports::message_id.eq(message))
            .filter(live_message_reports::settled_at.is_null());
        let is_known: bool = diesel::select(exists(open)).get_result(conn)?;
        let new = diesel::insert_into(live_message_reports::table)
            .values((
                live_message_reports::message_id.eq(message),
                live_message_reports::reported_by.eq(viewer.id),
                live_message_reports::reason.eq(reason),
            ))
            .on_conflict_do_nothing()
            .execute(conn)?;
        match (is_known, new) {
            (false, 1) => tell_staff(conn, &room),
            _ => Ok(()),
        }
    })
}

/// Of several who report a message at the same moment one is the first, and none of them misses that it is deleted.
fn lock(conn: &mut PgConnection, message: MessageId) -> Result<()> {
    let row = live_chat_messages::table.find(message);
    let row = row.select(live_chat_messages::id).for_no_key_update();
    row.first::<MessageId>(conn)?;
    Ok(())
}

/// What was said is not in the notice: they read it there.
fn tell_staff(conn: &mut PgConnection, room: &Room) -> Result<()> {
    let staff = rooms::staff(conn, room.id)?;
    let notice = Notice {
        kind: Event::LiveMessageReported,
        message: text!("live-report-notice", class = room.title.clone()),
        link: format!("/live/{}#reports", room.id),
    };
    Ok(notifications::notify(conn, &staff, &notice)?)
}
