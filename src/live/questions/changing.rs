//! What the staff does with a question; its asker may take it back.

use chrono::{DateTime, Utc};
use diesel::dsl::now;
use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::model::{self, QuestionId};
use crate::error::{AppError, Result};
use crate::live::RoomId;
use crate::live::rooms::{self, Standing};
use crate::schema::live_questions;
use crate::web::{UserId, Viewer};

/// What is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// It has been answered, now; or not after all.
    Answered(bool),
    /// It stands above all others, or where it belongs.
    Pinned(bool),
    Deleted,
}

/// Makes the change; making it again changes nothing.
///
/// # Errors
/// As [`rooms::of`]; `NotFound` for a question that is not of the room, `Forbidden` for whoever may not.
pub fn change(
    conn: &mut PgConnection,
    viewer: &Viewer,
    room: RoomId,
    question: QuestionId,
    change: Change,
) -> Result<()> {
    let reached = rooms::of(conn, Some(viewer), room)?;
    let asked = model::find(conn, room, question)?;
    let is_staff = reached.standing >= Standing::Moderator;
    let is_taken_back = change == Change::Deleted && asked.user == viewer.id;
    if !(is_staff || is_taken_back) {
        return Err(AppError::Forbidden);
    }
    let row = live_questions::table.find(question);
    match change {
        Change::Answered(true) => diesel::update(row.filter(live_questions::answered_at.is_null()))
            .set((
                live_questions::answered_at.eq(now),
                live_questions::answered_by.eq(viewer.id),
            ))
            .execute(conn)?,
        Change::Answered(false) => diesel::update(row)
            .set((
                live_questions::answered_at.eq(None::<DateTime<Utc>>),
                live_questions::answered_by.eq(None::<UserId>),
            ))
            .execute(conn)?,
        Change::Pinned(true) => diesel::update(row)
            .set(live_questions::pinned_at.eq(now))
            .execute(conn)?,
        Change::Pinned(false) => diesel::update(row)
            .set(live_questions::pinned_at.eq(None::<DateTime<Utc>>))
            .execute(conn)?,
        Change::Deleted => diesel::update(row)
            .set((
                live_questions::deleted_at.eq(now),
                live_questions::deleted_by.eq(viewer.id),
            ))
            .execute(conn)?,
    };
    Ok(())
}
