//! Questions as they are stored, with what their readers see of the asker.

use chrono::{DateTime, Utc};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use serde_json::{Value, json};

use super::views;
use crate::error::Result;
use crate::i18n::Locale;
use crate::live::RoomId;
use crate::schema::{live_questions, users};
use crate::web::UserId;

pub type QuestionId = i64;

/// A question.
#[derive(Clone, Debug, Queryable)]
pub struct Asked {
    pub id: QuestionId,
    pub room: RoomId,
    pub user: UserId,
    pub name: String,
    pub content: String,
    pub votes: i32,
    /// The wall clock, in Unix milliseconds, of the picture that the asker saw.
    pub media_time_ms: Option<i64>,
    pub is_pinned: bool,
    pub answered_at: Option<DateTime<Utc>>,
    pub is_deleted: bool,
}

/// Every question as [`Asked`]; the caller filters and orders.
macro_rules! questions {
    () => {
        live_questions::table
            .inner_join(users::table.on(users::id.eq(live_questions::user_id)))
            .select((
                live_questions::id,
                live_questions::live_room_id,
                live_questions::user_id,
                users::display_name,
                live_questions::content,
                live_questions::votes,
                live_questions::media_time_ms,
                live_questions::pinned_at.is_not_null(),
                live_questions::answered_at,
                live_questions::deleted_at.is_not_null(),
            ))
    };
}
pub(super) use questions;

/// One question of a room that is not deleted.
pub(super) fn find(conn: &mut PgConnection, room: RoomId, id: QuestionId) -> Result<Asked> {
    let found = questions!()
        .filter(live_questions::id.eq(id))
        .filter(live_questions::live_room_id.eq(room))
        .filter(live_questions::deleted_at.is_null())
        .first(conn)?;
    Ok(found)
}

/// What these questions of the room are now, deleted ones too.
pub fn changed(conn: &mut PgConnection, room: RoomId, ids: &[QuestionId]) -> Result<Vec<Asked>> {
    let found = questions!()
        .filter(live_questions::live_room_id.eq(room))
        .filter(live_questions::id.eq_any(ids))
        .load(conn)?;
    Ok(found)
}

impl Asked {
    /// What pages are told of it; a deleted one has no HTML.
    pub fn told(&self, locale: Locale) -> Value {
        let html = (!self.is_deleted).then(|| views::shared_piece(locale, self));
        json!({ "id": self.id, "html": html })
    }
}
