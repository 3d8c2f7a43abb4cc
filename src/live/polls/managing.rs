//! Making, opening, closing and showing polls: the staff's part.

use diesel::dsl::{IntervalDsl, now};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::Timestamptz;

use super::form::{Draft, PollForm};
use super::model::{self, PollId};
use crate::error::{AppError, Result};
use crate::live::rounds::{self, State, Step};
use crate::live::{Room, RoomId, Status, rooms};
use crate::schema::{live_poll_options, live_polls};
use crate::text;
use crate::web::Viewer;

/// Makes a poll, and opens it if that is wanted. Returns it, and the one that its opening has closed.
///
/// # Errors
/// As [`rooms::moderated`]; `Invalid` for a form that is none; `Conflict` when the class is over, or not live for opening.
pub fn create(
    conn: &mut PgConnection,
    viewer: &Viewer,
    room: RoomId,
    form: &PollForm,
) -> Result<Vec<PollId>> {
    let room = rooms::moderated(conn, viewer, room)?;
    refuse_ended(&room)?;
    let draft = form.check()?;
    conn.transaction(|conn| {
        let poll = insert(conn, viewer, &room, &draft)?;
        match draft.is_opened {
            true => open(conn, &room, poll),
            false => Ok(vec![poll]),
        }
    })
}

fn insert(
    conn: &mut PgConnection,
    viewer: &Viewer,
    room: &Room,
    draft: &Draft,
) -> QueryResult<PollId> {
    let poll: PollId = diesel::insert_into(live_polls::table)
        .values((
            live_polls::live_room_id.eq(room.id),
            live_polls::question.eq(&draft.question),
            live_polls::is_multiple.eq(draft.is_multiple),
            live_polls::may_change.eq(draft.may_change),
            live_polls::seconds.eq(draft.seconds),
            live_polls::created_by.eq(viewer.id),
        ))
        .returning(live_polls::id)
        .get_result(conn)?;
    let options: Vec<_> = (1_i16..)
        .zip(&draft.options)
        .map(|(place, content)| {
            (
                live_poll_options::poll_id.eq(poll),
                live_poll_options::place.eq(place),
                live_poll_options::content.eq(content),
            )
        })
        .collect();
    diesel::insert_into(live_poll_options::table)
        .values(options)
        .execute(conn)?;
    Ok(poll)
}

/// Takes a step; returns the polls that have changed. A step that has been taken is not taken again.
///
/// # Errors
/// As [`rooms::moderated`]; `NotFound` for a poll of another room; `Conflict` for a step that can't follow.
pub fn step(
    conn: &mut PgConnection,
    viewer: &Viewer,
    room: RoomId,
    poll: PollId,
    step: Step,
) -> Result<Vec<PollId>> {
    let room = rooms::moderated(conn, viewer, room)?;
    conn.transaction(|conn| {
        let state = model::one(conn, room.id, poll)?.row.state();
        let row = || live_polls::table.find(poll);
        match (step, state) {
            (Step::Open, State::Prepared) => return open(conn, &room, poll),
            (Step::Open, _) => return Err(AppError::Conflict(text!("live-poll-was-open"))),
            (Step::Close | Step::Show, State::Prepared) => {
                return Err(AppError::Conflict(text!("live-poll-not-open")));
            }
            (Step::Close, _) => {
                diesel::update(row().filter(live_polls::closed_at.is_null()))
                    .set(live_polls::closed_at.eq(now))
                    .execute(conn)?;
            }
            (Step::Show, _) => {
                diesel::update(row().filter(live_polls::closed_at.is_null()))
                    .set(live_polls::closed_at.eq(now))
                    .execute(conn)?;
                diesel::update(row().filter(live_polls::shown_at.is_null()))
                    .set(live_polls::shown_at.eq(now))
                    .execute(conn)?;
            }
            (Step::Delete, State::Prepared) => {
                diesel::delete(row()).execute(conn)?;
            }
            (Step::Delete, _) => return Err(AppError::Conflict(text!("live-poll-was-open"))),
        }
        Ok(vec![poll])
    })
}

/// Opens it, and closes what was open.
fn open(conn: &mut PgConnection, room: &Room, poll: PollId) -> Result<Vec<PollId>> {
    if room.status != Status::Live {
        return Err(AppError::Conflict(text!("live-poll-not-live")));
    }
    rounds::hold(conn, room.id)?;
    let mut changed: Vec<PollId> = diesel::update(live_polls::table)
        .filter(live_polls::live_room_id.eq(room.id))
        .filter(live_polls::opened_at.is_not_null())
        .filter(live_polls::closed_at.is_null())
        .set(live_polls::closed_at.eq(now))
        .returning(live_polls::id)
        .get_results(conn)?;
    let seconds: Option<i32> = live_polls::table
        .find(poll)
        .select(live_polls::seconds)
        .first(conn)?;
    let opened = diesel::update(live_polls::table.find(poll));
    match seconds {
        Some(seconds) => opened
            .set((
                live_polls::opened_at.eq(now),
                live_polls::closes_at
                    .eq((now.into_sql::<Timestamptz>() + seconds.seconds()).nullable()),
            ))
            .execute(conn)?,
        None => opened.set(live_polls::opened_at.eq(now)).execute(conn)?,
    };
    changed.push(poll);
    Ok(changed)
}

fn refuse_ended(room: &Room) -> Result<()> {
    match room.status {
        Status::Ended => Err(AppError::Conflict(text!("live-poll-over"))),
        _ => Ok(()),
    }
}
