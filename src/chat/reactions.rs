//! Answering a message with an emoji: a change with a revision of its own, like every other.

use std::collections::HashMap;

use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::history;
use super::model::{Message, MessageId, Reaction, RoomId};
use super::target::Target;
use crate::error::{AppError, Result};
use crate::schema::{message_reactions, messages, users};
use crate::text;
use crate::web::UserId;

/// What one may answer with, in the order it is offered.
pub(super) const EMOJI: [&str; 6] = ["👍", "❤️", "😂", "🎉", "🤔", "🙏"];

/// The emoji of this form field.
///
/// # Errors
/// `Invalid` for anything that is not offered.
pub(super) fn checked(emoji: &str) -> Result<&'static str> {
    let offered = EMOJI.into_iter().find(|offered| *offered == emoji);
    offered.ok_or_else(|| AppError::invalid("emoji", text!("chat-reaction-unknown")))
}

/// Adds this person's reaction, or takes it back if it is there. In the transaction that holds the room's counters.
///
/// # Errors
/// `NotFound` as [`Target::find`] says.
pub(super) fn toggle(
    conn: &mut PgConnection,
    room: RoomId,
    message: MessageId,
    by: UserId,
    emoji: &'static str,
    rev: i64,
) -> Result<Option<Message>> {
    Target::find(conn, room, message, by)?.in_open_room()?;
    diesel::update(messages::table.find(message))
        .set(messages::rev.eq(rev))
        .execute(conn)?;
    let own = message_reactions::table.find((message, emoji, by));
    if diesel::delete(own).execute(conn)? == 0 {
        diesel::insert_into(message_reactions::table)
            .values((
                message_reactions::message_id.eq(message),
                message_reactions::user_id.eq(by),
                message_reactions::emoji.eq(emoji),
            ))
            .execute(conn)?;
    }
    history::one(conn, room, message)
}

/// The reactions to these messages, in the order of [`EMOJI`], people in the order in which they reacted.
pub(super) fn load(
    conn: &mut PgConnection,
    of: Vec<MessageId>,
) -> Result<HashMap<MessageId, Vec<Reaction>>> {
    if of.is_empty() {
        return Ok(HashMap::new());
    }
    let found: Vec<(MessageId, String, UserId, String)> = message_reactions::table
        .inner_join(users::table)
        .filter(message_reactions::message_id.eq_any(of))
        .order(message_reactions::reacted_at)
        .select((
            message_reactions::message_id,
            message_reactions::emoji,
            users::id,
            users::display_name,
        ))
        .load(conn)?;
    Ok(grouped(found.into_iter()))
}

/// Message, emoji, person and name, in the order in which people reacted.
pub(super) fn grouped(
    found: impl Iterator<Item = (MessageId, String, UserId, String)>,
) -> HashMap<MessageId, Vec<Reaction>> {
    let mut reactions: HashMap<MessageId, Vec<Reaction>> = HashMap::new();
    for (message, emoji, user, name) in found {
        let Some(emoji) = EMOJI.into_iter().find(|offered| *offered == emoji) else {
            continue;
        };
        let all = reactions.entry(message).or_default();
        let place = match all.iter().position(|reaction| reaction.emoji == emoji) {
            Some(place) => place,
            None => {
                all.push(Reaction::of(emoji));
                all.len() - 1
            }
        };
        all[place].people.push((user, name));
    }
    for all in reactions.values_mut() {
        all.sort_by_key(|reaction| EMOJI.iter().position(|emoji| *emoji == reaction.emoji));
    }
    reactions
}
