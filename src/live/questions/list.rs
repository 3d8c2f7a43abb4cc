//! The questions of a class in the order in which they should be answered.

use std::collections::HashSet;

use diesel::dsl::sql;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};

use super::model::{Asked, QuestionId, questions};
use crate::error::Result;
use crate::live::RoomId;
use crate::schema::{live_question_votes, live_questions, users};
use crate::web::UserId;

/// More than any teacher answers; each person has few open at a time.
const MOST: i64 = 200;

/// Pinned ones first, then open ones, then those that are answered; each by votes, the older before the newer.
pub fn asked(conn: &mut PgConnection, room: RoomId) -> Result<Vec<Asked>> {
    let found = questions!()
        .filter(live_questions::live_room_id.eq(room))
        .filter(live_questions::deleted_at.is_null())
        .order((
            sql::<Bool>("(live_questions.pinned_at IS NULL)"),
            sql::<Bool>("(live_questions.answered_at IS NOT NULL)"),
            live_questions::votes.desc(),
            live_questions::id,
        ))
        .limit(MOST)
        .load(conn)?;
    Ok(found)
}

/// Which of these this person has voted for.
pub(super) fn voted(
    conn: &mut PgConnection,
    person: UserId,
    asked: &[Asked],
) -> Result<HashSet<QuestionId>> {
    let ids: Vec<QuestionId> = asked.iter().map(|one| one.id).collect();
    let voted: Vec<QuestionId> = live_question_votes::table
        .filter(live_question_votes::user_id.eq(person))
        .filter(live_question_votes::question_id.eq_any(ids))
        .select(live_question_votes::question_id)
        .load(conn)?;
    Ok(voted.into_iter().collect())
}

/// Another one whenever anything in the list is another, as far as a page has to know.
pub fn version(conn: &mut PgConnection, room: RoomId) -> Result<String> {
    let version = live_questions::table
        .filter(live_questions::live_room_id.eq(room))
        .select(sql::<Text>(
            "concat_ws('-', count(*), coalesce(sum(votes), 0), count(pinned_at), count(answered_at), count(deleted_at))",
        ))
        .first(conn)?;
    Ok(version)
}
