//! What an open lesson reports every few seconds, and how much of it is believed.

use std::ops::Bound;

use chrono::{DateTime, Utc};
use diesel::dsl::{now, sql};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::Timestamptz;

use super::intervals::{self, Watched};
use super::row::{Progress, is_tracked};
use crate::courses::model::{Lesson, ProgressStatus};
use crate::error::Result;
use crate::schema::progress;
use crate::web::UserId;

/// The share of a video, in percent, that makes it watched.
const ENOUGH: i64 = 90;

pub struct Heartbeat {
    /// Where the player is.
    pub position_ms: u32,
    /// What was played since the last heartbeat; seeking adds nothing.
    pub played: Watched,
}

/// A row as it is under its lock.
#[derive(Queryable)]
struct Held {
    id: i64,
    status: ProgressStatus,
    watched: Vec<(Bound<i64>, Bound<i64>)>,
    position_ms: i64,
    last_heartbeat_at: Option<DateTime<Utc>>,
    /// By the clock of the database.
    at: DateTime<Utc>,
}

/// What of a row a heartbeat changes.
#[derive(AsChangeset)]
#[diesel(table_name = progress)]
struct Change {
    status: ProgressStatus,
    watched: Vec<(Bound<i64>, Bound<i64>)>,
    position_ms: i64,
    last_heartbeat_at: DateTime<Utc>,
    /// Only at the moment of completion.
    completed_at: Option<DateTime<Utc>>,
}

/// Takes a heartbeat in. More media time than the clock allows counts for nothing; two tabs at once count once.
pub fn beat(
    conn: &mut PgConnection,
    user: UserId,
    lesson: &Lesson,
    heartbeat: &Heartbeat,
) -> Result<Progress> {
    conn.transaction(|conn| {
        let held = hold(conn, user, lesson)?;
        let row = diesel::update(progress::table.find(held.id))
            .set(held.change(lesson, heartbeat))
            .returning(Progress::as_returning())
            .get_result(conn)?;
        Ok(row)
    })
}

/// Makes or finds the row, and locks it: heartbeats of one learner in one lesson are taken in one after another.
fn hold(conn: &mut PgConnection, user: UserId, lesson: &Lesson) -> QueryResult<Held> {
    diesel::insert_into(progress::table)
        .values((
            progress::user_id.eq(user),
            progress::course_id.eq(lesson.course_id),
            progress::lesson_id.eq(lesson.id),
            progress::status.eq(ProgressStatus::InProgress),
        ))
        .on_conflict((progress::user_id, progress::lesson_id))
        .do_update()
        .set(progress::last_accessed_at.eq(now))
        .returning((
            progress::id,
            progress::status,
            progress::watched,
            progress::position_ms,
            progress::last_heartbeat_at,
            sql::<Timestamptz>("clock_timestamp()"),
        ))
        .get_result(conn)
}

impl Held {
    fn change(&self, lesson: &Lesson, heartbeat: &Heartbeat) -> Change {
        let before = Watched::from_bounds(self.watched.clone());
        let last = self.last_heartbeat_at.unwrap_or(self.at);
        if !intervals::is_plausible(heartbeat.played.length_ms(), self.at - last) {
            return self.changed(lesson, before, self.position_ms, last);
        }
        let played = heartbeat.played.within(lesson.duration_ms.unwrap_or(0));
        let paid_off_at = last + intervals::least_time(played.length_ms());
        self.changed(
            lesson,
            before.with(&played),
            heartbeat.position_ms.into(),
            paid_off_at.max(self.at),
        )
    }

    fn changed(
        &self,
        lesson: &Lesson,
        watched: Watched,
        position_ms: i64,
        last_heartbeat_at: DateTime<Utc>,
    ) -> Change {
        let was_done = self.status == ProgressStatus::Completed;
        let is_done = was_done || is_watched(lesson, &watched);
        Change {
            status: if is_done {
                ProgressStatus::Completed
            } else {
                ProgressStatus::InProgress
            },
            watched: watched.to_bounds(),
            position_ms,
            last_heartbeat_at,
            completed_at: (is_done && !was_done).then_some(self.at),
        }
    }
}

fn is_watched(lesson: &Lesson, watched: &Watched) -> bool {
    let is_enough = |duration| watched.length_ms() * 100 >= duration * ENOUGH;
    is_tracked(lesson) && lesson.duration_ms.is_some_and(is_enough)
}
