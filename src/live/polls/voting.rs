//! Choosing in a poll.

use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::model::{self, OptionId, PollId};
use crate::error::{AppError, Result};
use crate::live::rounds::State;
use crate::live::{RoomId, Status, rooms};
use crate::schema::{live_poll_votes, live_polls};
use crate::text;
use crate::web::Viewer;

/// Votes. The server's clock says whether it is in time.
///
/// # Errors
/// As [`rooms::of`]; `NotFound` for a poll that is not of the room or not open yet; `Invalid` for a choice that is none;
/// `Conflict` when it is closed, or when the person has voted and may not change that.
pub fn vote(
    conn: &mut PgConnection,
    viewer: &Viewer,
    room: RoomId,
    poll: PollId,
    choices: &[OptionId],
) -> Result<()> {
    let room = rooms::of(conn, Some(viewer), room)?.room;
    conn.transaction(|conn| {
        // Votes and the end of the poll wait for each other here, so that nobody is counted twice or late.
        live_polls::table
            .filter(live_polls::id.eq(poll))
            .filter(live_polls::live_room_id.eq(room.id))
            .select(live_polls::id)
            .for_update()
            .first::<PollId>(conn)?;
        let poll = model::one(conn, room.id, poll)?;
        match poll.row.state() {
            State::Prepared => return Err(AppError::NotFound),
            State::Open if room.status == Status::Live => {}
            _ => return Err(AppError::Conflict(text!("live-poll-closed"))),
        }
        let is_offered = |choice: &OptionId| poll.choices.iter().any(|one| one.id == *choice);
        let is_count = !choices.is_empty() && (poll.row.is_multiple || choices.len() == 1);
        if !is_count || !choices.iter().all(is_offered) {
            return Err(AppError::invalid("choice", text!("live-poll-choice-wrong")));
        }
        let own = || {
            live_poll_votes::table
                .filter(live_poll_votes::poll_id.eq(poll.row.id))
                .filter(live_poll_votes::user_id.eq(viewer.id))
        };
        let mut before: Vec<OptionId> = own().select(live_poll_votes::option_id).load(conn)?;
        let mut wanted = choices.to_vec();
        for list in [&mut before, &mut wanted] {
            list.sort_unstable();
            list.dedup();
        }
        if before == wanted {
            return Ok(());
        }
        if !before.is_empty() && !poll.row.may_change {
            return Err(AppError::Conflict(text!("live-poll-voted")));
        }
        diesel::delete(own()).execute(conn)?;
        let votes: Vec<_> = wanted
            .into_iter()
            .map(|choice| {
                (
                    live_poll_votes::poll_id.eq(poll.row.id),
                    live_poll_votes::option_id.eq(choice),
                    live_poll_votes::user_id.eq(viewer.id),
                )
            })
            .collect();
        diesel::insert_into(live_poll_votes::table)
            .values(votes)
            .execute(conn)?;
        Ok(())
    })
}
