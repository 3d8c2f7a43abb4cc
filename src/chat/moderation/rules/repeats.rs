//! Saying the same again and again.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use diesel::dsl::sql;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::{Integer, Timestamptz};

use crate::chat::model::RoomId;
use crate::error::{AppError, Result};
use crate::schema::messages;
use crate::search;
use crate::text;
use crate::web::UserId;

/// The newest messages of a person that are looked at.
const MOST: i64 = 100;

/// What has been said in a room lately, as texts are compared, as far as it has been asked for.
#[derive(Default)]
pub struct Lately(HashMap<UserId, Vec<String>>);

impl Lately {
    /// Refuses what this person has said so often within these minutes; what it lets through counts from now on.
    ///
    /// # Errors
    /// `Invalid`, with words.
    pub fn check(
        &mut self,
        conn: &mut PgConnection,
        (room, person): (RoomId, UserId),
        content: &str,
        (allowed, minutes): (i32, i32),
    ) -> Result<()> {
        let text = compared(content);
        if allowed == 0 || text.is_empty() {
            return Ok(());
        }
        let said = match self.0.entry(person) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => place.insert(said_by(conn, room, person, minutes)?),
        };
        let times = said.iter().filter(|said| **said == text).count();
        if times >= allowed as usize {
            let words = text!("chat-repeated", count = times, minutes = minutes);
            return Err(AppError::invalid("content", words));
        }
        said.push(text);
        Ok(())
    }
}

/// Deleted ones count too: who deletes and says it again has said it again.
fn said_by(
    conn: &mut PgConnection,
    room: RoomId,
    person: UserId,
    minutes: i32,
) -> Result<Vec<String>> {
    let since = sql::<Timestamptz>("now() - make_interval(mins => ")
        .bind::<Integer, _>(minutes)
        .sql(")");
    let found: Vec<String> = messages::table
        .filter(messages::user_id.eq(person))
        .filter(messages::chat_room_id.eq(room))
        .filter(messages::created_at.ge(since))
        .order(messages::id.desc())
        .limit(MOST)
        .select(messages::content)
        .load(conn)?;
    Ok(found.iter().map(|content| compared(content)).collect())
}

/// Case, width, blanks and signs make no other text.
fn compared(content: &str) -> String {
    let folded = search::fold(content);
    let dense: String = folded.chars().filter(|c| c.is_alphanumeric()).collect();
    match dense.is_empty() {
        true => folded.split_whitespace().collect(),
        false => dense,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_width_blanks_and_signs_make_no_other_text() {
        for content in ["加我微信！", "加 我 微信", "加我微信…"] {
            assert_eq!(compared(content), "加我微信");
        }
        assert_eq!(compared("Ｂｕｙ!"), compared("buy"));
        assert_eq!(compared("😀 😀"), "😀😀");
        assert_ne!(compared("x = 1"), compared("x = 2"));
    }
}
