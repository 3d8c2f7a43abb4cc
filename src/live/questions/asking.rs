//! Asking, and wanting the same answered.

use diesel::dsl::count_star;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use serde::Deserialize;
use uuid::Uuid;

use super::model::{self, Asked, QuestionId};
use crate::error::{AppError, Errors, Result};
use crate::live::model::Room;
use crate::live::{RoomId, Status, conduct, messages, rooms};
use crate::schema::{live_question_votes, live_questions};
use crate::site::Words;
use crate::text;
use crate::web::Viewer;

/// A question is read aloud.
pub const LONGEST: usize = 500;

/// Questions of one person in a room that nobody has answered; then it is for others to ask.
const MOST_OPEN: i64 = 10;

/// The fields of the form.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct QuestionForm {
    #[serde(default)]
    pub content: String,
    /// Made by the page, so that sending twice asks once.
    pub nonce: Uuid,
    /// What the asker's player says of its picture; empty without one.
    #[serde(default)]
    pub media_time_ms: String,
}

impl QuestionForm {
    fn check(&self) -> Result<String> {
        let words: Vec<&str> = self.content.split_whitespace().collect();
        let content = words.join(" ");
        let mut errors = Errors::default();
        let is_there = !content.is_empty();
        errors.require(is_there, "content", text!("live-question-missing"));
        let is_short = content.chars().count() <= LONGEST;
        let long = text!("live-question-long", most = LONGEST);
        errors.require(is_short, "content", long);
        errors.into_result()?;
        Ok(content)
    }
}

/// Asks. Sending the same again changes nothing.
///
/// # Errors
/// As [`rooms::of`]; `Invalid` for what is no question, or when the person has too many open; `Conflict` when the class
/// is over, or for whoever is muted.
pub fn ask(
    conn: &mut PgConnection,
    viewer: &Viewer,
    room: RoomId,
    form: &QuestionForm,
) -> Result<Asked> {
    let room = open_room(conn, viewer, room)?;
    conduct::require_unmuted(conn, viewer.id, room.id)?;
    let content = form.check()?;
    Words::read(conn)?.refuse(&content)?;
    conn.transaction(|conn| {
        let again: Option<QuestionId> = live_questions::table
            .filter(live_questions::live_room_id.eq(room.id))
            .filter(live_questions::user_id.eq(viewer.id))
            .filter(live_questions::nonce.eq(form.nonce))
            .select(live_questions::id)
            .first(conn)
            .optional()?;
        if let Some(id) = again {
            return model::find(conn, room.id, id);
        }
        if open_of(conn, viewer, room.id)? >= MOST_OPEN {
            let many = text!("live-question-many", most = MOST_OPEN);
            return Err(AppError::invalid("content", many));
        }
        let began = room.started_at.filter(|_| room.status == Status::Live);
        let claimed = form.media_time_ms.parse().ok();
        let id: QuestionId = diesel::insert_into(live_questions::table)
            .values((
                live_questions::live_room_id.eq(room.id),
                live_questions::user_id.eq(viewer.id),
                live_questions::content.eq(content),
                live_questions::nonce.eq(form.nonce),
                live_questions::media_time_ms
                    .eq(began.map(|began| messages::moment(began, claimed))),
            ))
            .returning(live_questions::id)
            .get_result(conn)?;
        model::find(conn, room.id, id)
    })
}

fn open_of(conn: &mut PgConnection, viewer: &Viewer, room: RoomId) -> QueryResult<i64> {
    live_questions::table
        .filter(live_questions::live_room_id.eq(room))
        .filter(live_questions::user_id.eq(viewer.id))
        .filter(live_questions::answered_at.is_null())
        .filter(live_questions::deleted_at.is_null())
        .select(count_star())
        .first(conn)
}

/// Votes for a question, or takes the vote back; doing it again changes nothing.
///
/// # Errors
/// As [`rooms::of`]; `NotFound` for a question that is not of the room, `Conflict` when the class is over.
pub fn vote(
    conn: &mut PgConnection,
    viewer: &Viewer,
    room: RoomId,
    question: QuestionId,
    is_for: bool,
) -> Result<Asked> {
    let room = open_room(conn, viewer, room)?;
    conn.transaction(|conn| {
        // Those who vote at once wait for each other here, so the count is that of the rows.
        live_questions::table
            .filter(live_questions::id.eq(question))
            .filter(live_questions::live_room_id.eq(room.id))
            .filter(live_questions::deleted_at.is_null())
            .select(live_questions::id)
            .for_update()
            .first::<QuestionId>(conn)?;
        let changed = if is_for {
            diesel::insert_into(live_question_votes::table)
                .values((
                    live_question_votes::question_id.eq(question),
                    live_question_votes::user_id.eq(viewer.id),
                ))
                .on_conflict_do_nothing()
                .execute(conn)?
        } else {
            let own = live_question_votes::table.find((question, viewer.id));
            diesel::delete(own).execute(conn)?
        };
        let step = if is_for {
            changed as i32
        } else {
            -(changed as i32)
        };
        diesel::update(live_questions::table.find(question))
            .set(live_questions::votes.eq(live_questions::votes + step))
            .execute(conn)?;
        model::find(conn, room.id, question)
    })
}

fn open_room(conn: &mut PgConnection, viewer: &Viewer, room: RoomId) -> Result<Room> {
    let room = rooms::of(conn, Some(viewer), room)?.room;
    if room.status == Status::Ended {
        return Err(AppError::Conflict(text!("live-question-over")));
    }
    Ok(room)
}
