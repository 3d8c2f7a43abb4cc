//! What an open lesson reports every few seconds, and how much of it is believed.

use std::ops::Bound;

use chrono::{DateTime, Utc};
use diesel::dsl::sql;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::Timestamptz;

use super::intervals::{self, Watched};
use super::row::hold;
use super::settling::settle;
use crate::courses::model::Lesson;
use crate::error::Result;
use crate::schema::progress;
use crate::web::UserId;

pub struct Heartbeat {
    /// Where the player is.
    pub position_ms: u32,
    /// What was played since the last heartbeat; seeking adds nothing.
    pub played: Watched,
}

/// A row as it is under its lock.
#[derive(Queryable)]
struct Held {
    watched: Vec<(Bound<i64>, Bound<i64>)>,
    last_heartbeat_at: Option<DateTime<Utc>>,
    viewed_at: Option<DateTime<Utc>>,
    /// By the clock of the database.
    at: DateTime<Utc>,
}

/// What of a row a heartbeat changes.
#[derive(AsChangeset)]
#[diesel(table_name = progress)]
struct Change {
    watched: Vec<(Bound<i64>, Bound<i64>)>,
    position_ms: i64,
    last_heartbeat_at: DateTime<Utc>,
    viewed_at: DateTime<Utc>,
}

/// Takes a heartbeat in. Of what it adds to what is known, as much is credited as the clock allows, the earliest first;
/// what was watched before costs nothing, so a page may say twice what it is not sure of. Two tabs at once count once.
pub fn beat(
    conn: &mut PgConnection,
    user: UserId,
    lesson: &Lesson,
    heartbeat: &Heartbeat,
) -> Result<()> {
    conn.transaction(|conn| {
        let row = progress::table.find(hold(conn, user, lesson)?);
        let held: Held = row
            .select((
                progress::watched,
                progress::last_heartbeat_at,
                progress::viewed_at,
                sql::<Timestamptz>("clock_timestamp()"),
            ))
            .first(conn)?;
        diesel::update(row)
            .set(held.change(lesson, heartbeat))
            .execute(conn)?;
        settle(conn, user, lesson).map(drop)
    })
}

impl Held {
    fn change(&self, lesson: &Lesson, heartbeat: &Heartbeat) -> Change {
        let duration = lesson.duration_ms.unwrap_or(0);
        let before = Watched::from_bounds(self.watched.clone());
        let last = self.last_heartbeat_at.unwrap_or(self.at);
        let new = heartbeat.played.within(duration).without(&before);
        let credited = new.first(intervals::most_in(self.at - last));
        let paid_off_at = last + intervals::least_time(credited.length_ms());
        Change {
            watched: before.with(&credited).to_bounds(),
            position_ms: i64::from(heartbeat.position_ms).min(duration),
            last_heartbeat_at: paid_off_at.max(self.at),
            viewed_at: self.viewed_at.unwrap_or(self.at),
        }
    }
}
