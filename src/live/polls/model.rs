//! Polls as they are stored, with what has been chosen in them.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::dsl::{count_star, sql};
use diesel::expression::SqlLiteral;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool};

use crate::error::{AppError, Result};
use crate::live::RoomId;
use crate::live::rounds::{self, State};
use crate::schema::{live_poll_options, live_poll_votes, live_polls};
use crate::web::UserId;

pub type PollId = i64;
pub type OptionId = i64;

/// More than any class has.
const MOST: i64 = 50;

#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = live_polls, check_for_backend(diesel::pg::Pg))]
pub struct Row {
    pub id: PollId,
    pub live_room_id: RoomId,
    pub question: String,
    pub is_multiple: bool,
    pub may_change: bool,
    pub seconds: Option<i32>,
    pub opened_at: Option<DateTime<Utc>>,
    pub closes_at: Option<DateTime<Utc>>,
    pub closed_at: Option<DateTime<Utc>>,
    pub shown_at: Option<DateTime<Utc>>,
    #[diesel(select_expression = rounds::is_over(), select_expression_type = SqlLiteral<Bool>)]
    is_over: bool,
}

/// What can be chosen, and how many have.
#[derive(Clone, Debug)]
pub struct Choice {
    pub id: OptionId,
    pub content: String,
    pub votes: i64,
}

/// A poll with its options and counts.
#[derive(Clone, Debug)]
pub struct Poll {
    pub row: Row,
    pub choices: Vec<Choice>,
    /// How many people have voted; fewer than votes where several may be chosen.
    pub voters: i64,
}

impl Row {
    pub fn state(&self) -> State {
        State::of(self.opened_at, self.closed_at, self.shown_at, self.is_over)
    }
}

impl Poll {
    /// Part of those who have voted, in percent.
    pub fn share(&self, choice: &Choice) -> i64 {
        (choice.votes * 100).checked_div(self.voters).unwrap_or(0)
    }
}

/// The polls of a room, the newest first.
pub fn of_room(conn: &mut PgConnection, room: RoomId) -> Result<Vec<Poll>> {
    let rows: Vec<Row> = live_polls::table
        .filter(live_polls::live_room_id.eq(room))
        .order(live_polls::id.desc())
        .limit(MOST)
        .select(Row::as_select())
        .load(conn)?;
    with_choices(conn, rows)
}

/// One poll of a room.
pub fn one(conn: &mut PgConnection, room: RoomId, poll: PollId) -> Result<Poll> {
    let row: Row = live_polls::table
        .filter(live_polls::id.eq(poll))
        .filter(live_polls::live_room_id.eq(room))
        .select(Row::as_select())
        .first(conn)?;
    let mut found = with_choices(conn, vec![row])?;
    found.pop().ok_or(AppError::NotFound)
}

fn with_choices(conn: &mut PgConnection, rows: Vec<Row>) -> Result<Vec<Poll>> {
    let ids: Vec<PollId> = rows.iter().map(|row| row.id).collect();
    let options: Vec<(PollId, OptionId, String)> = live_poll_options::table
        .filter(live_poll_options::poll_id.eq_any(&ids))
        .order((live_poll_options::poll_id, live_poll_options::place))
        .select((
            live_poll_options::poll_id,
            live_poll_options::id,
            live_poll_options::content,
        ))
        .load(conn)?;
    let votes: Vec<(OptionId, i64)> = live_poll_votes::table
        .filter(live_poll_votes::poll_id.eq_any(&ids))
        .group_by(live_poll_votes::option_id)
        .select((live_poll_votes::option_id, count_star()))
        .load(conn)?;
    let voters: Vec<(PollId, i64)> = live_poll_votes::table
        .filter(live_poll_votes::poll_id.eq_any(&ids))
        .group_by(live_poll_votes::poll_id)
        .select((
            live_poll_votes::poll_id,
            sql::<BigInt>("count(DISTINCT user_id)"),
        ))
        .load(conn)?;
    let votes: HashMap<OptionId, i64> = votes.into_iter().collect();
    let voters: HashMap<PollId, i64> = voters.into_iter().collect();
    let mut choices: HashMap<PollId, Vec<Choice>> = HashMap::new();
    for (poll, id, content) in options {
        let votes = votes.get(&id).copied().unwrap_or(0);
        let choice = Choice { id, content, votes };
        choices.entry(poll).or_default().push(choice);
    }
    let whole = |row: Row| Poll {
        choices: choices.remove(&row.id).unwrap_or_default(),
        voters: voters.get(&row.id).copied().unwrap_or(0),
        row,
    };
    Ok(rows.into_iter().map(whole).collect())
}

/// Those that have been open in a room, in their order: for the teacher's page of figures.
pub fn asked_in(conn: &mut PgConnection, room: RoomId) -> Result<Vec<Poll>> {
    let mut polls = of_room(conn, room)?;
    polls.retain(|poll| poll.row.opened_at.is_some());
    polls.reverse();
    Ok(polls)
}

/// When which question was put to a room.
pub fn opened_in(conn: &mut PgConnection, room: RoomId) -> Result<Vec<(DateTime<Utc>, String)>> {
    let opened = live_polls::table
        .filter(live_polls::live_room_id.eq(room))
        .filter(live_polls::opened_at.is_not_null())
        .order(live_polls::opened_at)
        .select((
            live_polls::opened_at.assume_not_null(),
            live_polls::question,
        ))
        .load(conn)?;
    Ok(opened)
}

/// These polls of a room as they are now; nothing for one that is gone.
pub fn these(
    conn: &mut PgConnection,
    room: RoomId,
    ids: Vec<PollId>,
) -> Result<Vec<(PollId, Option<Poll>)>> {
    let rows: Vec<Row> = live_polls::table
        .filter(live_polls::id.eq_any(&ids))
        .filter(live_polls::live_room_id.eq(room))
        .select(Row::as_select())
        .load(conn)?;
    let mut polls = with_choices(conn, rows)?;
    let mut take = |id: PollId| {
        let place = polls.iter().position(|poll| poll.row.id == id)?;
        Some(polls.swap_remove(place))
    };
    Ok(ids.into_iter().map(|id| (id, take(id))).collect())
}

/// What this person has chosen in these polls.
pub(super) fn chosen(
    conn: &mut PgConnection,
    person: UserId,
    polls: &[Poll],
) -> Result<Vec<OptionId>> {
    let ids: Vec<PollId> = polls.iter().map(|poll| poll.row.id).collect();
    let chosen = live_poll_votes::table
        .filter(live_poll_votes::user_id.eq(person))
        .filter(live_poll_votes::poll_id.eq_any(ids))
        .select(live_poll_votes::option_id)
        .load(conn)?;
    Ok(chosen)
}
