//! What chat forgets of somebody who deletes their account: where they were, and what waits to be said. What they have said
//! stays where it is, under no name.

use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::system;
use crate::error::Result;
use crate::schema::{chat_digests, chat_room_members, held_messages, message_notifications};
use crate::web::UserId;

/// Takes this person out of every room, and their name out of what the program has said there. Groups of theirs are their
/// moderators' from now on.
pub fn forget(conn: &mut PgConnection, person: UserId) -> Result<()> {
    system::forget_name(conn, person)?;
    let rooms = chat_room_members::table.filter(chat_room_members::user_id.eq(person));
    diesel::update(rooms)
        .set(chat_room_members::is_active.eq(false))
        .execute(conn)?;
    diesel::delete(held_messages::table.filter(held_messages::user_id.eq(person))).execute(conn)?;
    diesel::delete(chat_digests::table.filter(chat_digests::user_id.eq(person))).execute(conn)?;
    let told = message_notifications::table.filter(message_notifications::user_id.eq(person));
    diesel::delete(told).execute(conn)?;
    Ok(())
}
