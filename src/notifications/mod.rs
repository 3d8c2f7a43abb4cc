//! What a person is told: one entry, [`notify`], and the pages that list what came of it and say in which ways it is told.
//!
//! A notification is written in the transaction of its cause, and so are its mails. It holds nothing that its receiver might
//! lose the right to read. Each person chooses by [`Topic`] whether they are told on the page, by mail, both or not at all.
//! Only this subject writes `notifications`, what people have chosen, and which courses they have muted: what happens in
//! those is not told ([`notify_in`]), but what is about the person themself is ([`notify`]). Unread chat messages are
//! counted by chat.

mod choices;
mod event;
mod handlers;
mod model;
mod muting;
mod queries;
mod settings;
mod telling;
mod unsubscribing;
mod views;
mod words;

use diesel::pg::PgConnection;
use diesel::prelude::*;

use crate::schema::{notification_mutes, notifications};
use crate::web::UserId;

pub use event::{Event, Topic};
pub use handlers::routes;
pub use model::Notice;
pub use muting::{mute, unmute};
pub use telling::{notify, notify_in};

/// Forgets all that a person was told, has chosen and has muted.
pub fn forget(conn: &mut PgConnection, person: UserId) -> QueryResult<()> {
    choices::reset(conn, person)?;
    let muted = notification_mutes::table.filter(notification_mutes::user_id.eq(person));
    diesel::delete(muted).execute(conn)?;
    let told = notifications::table.filter(notifications::user_id.eq(person));
    diesel::delete(told).execute(conn).map(|_| ())
}
