//! What a poll and a quick quiz have in common: they are prepared, opened for a time, closed, and their results shown.

use actix_web::HttpRequest;
use actix_web::web::{Data, Path};
use chrono::{DateTime, Utc};
use diesel::dsl::sql;
use diesel::expression::SqlLiteral;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::model::RoomId;
use super::streams::Streams;
use crate::schema::live_rooms;
use crate::state::App;
use crate::web::Viewer;

/// Where it is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Prepared,
    Open,
    Closed,
    /// Its results are.
    Shown,
}

impl State {
    /// By when it was opened, closed and shown, and whether its time has [run out](is_over).
    pub fn of(
        opened: Option<DateTime<Utc>>,
        closed: Option<DateTime<Utc>>,
        shown: Option<DateTime<Utc>>,
        is_over: bool,
    ) -> State {
        match (opened, closed, shown) {
            (_, _, Some(_)) => State::Shown,
            (None, ..) => State::Prepared,
            (_, None, _) if !is_over => State::Open,
            _ => State::Closed,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            State::Prepared => "prepared",
            State::Open => "open",
            State::Closed => "closed",
            State::Shown => "shown",
        }
    }
}

/// What is done with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Open,
    Close,
    /// Closes it too.
    Show,
    /// Only of one that was never open.
    Delete,
}

/// Who does something with which thing of a class, and from which page.
pub type Act<Id> = (App, Viewer, HttpRequest, Data<Streams>, Path<(RoomId, Id)>);

/// Whether its time has run out, by the database's clock, which also set the time: those of nodes may differ. To be selected
/// from a table that has a column `closes_at`, null where there is no limit.
pub fn is_over() -> SqlLiteral<Bool> {
    sql("coalesce(closes_at <= clock_timestamp(), false)")
}

/// Has others who open something in this room wait until the end of the transaction.
pub fn hold(conn: &mut PgConnection, room: RoomId) -> QueryResult<()> {
    live_rooms::table
        .find(room)
        .select(live_rooms::id)
        .for_no_key_update()
        .execute(conn)
        .map(drop)
}
