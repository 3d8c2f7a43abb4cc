//! How the queue is doing, kind by kind, and what the schedule has in store.

use chrono::{DateTime, Utc};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{BigInt, Nullable, Text, Timestamptz};

use crate::error::Result;

/// One kind of job.
#[derive(QueryableByName, Debug, Clone, PartialEq)]
pub struct Kind {
    #[diesel(sql_type = Text)]
    pub name: String,
    /// Due or to be due, and in nobody's hands.
    #[diesel(sql_type = BigInt)]
    pub waiting: i64,
    #[diesel(sql_type = BigInt)]
    pub running: i64,
    #[diesel(sql_type = BigInt)]
    pub dead: i64,
    /// When one was done last, within the past week.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub last_done_at: Option<DateTime<Utc>>,
    /// When it is enqueued next, if it recurs.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub next_run_at: Option<DateTime<Utc>>,
}

/// Every kind of job that has a row or a place in the schedule, by name.
pub fn kinds(conn: &mut PgConnection) -> Result<Vec<Kind>> {
    Ok(sql_query(
        "SELECT name, coalesce(waiting, 0) AS waiting, coalesce(running, 0) AS running, coalesce(dead, 0) AS dead,
             last_done_at, next_run_at
         FROM (SELECT name,
                 count(*) FILTER (WHERE finished_at IS NULL AND dead_at IS NULL AND coalesce(leased_until < now(), true))
                     AS waiting,
                 count(*) FILTER (WHERE finished_at IS NULL AND dead_at IS NULL AND leased_until >= now()) AS running,
                 count(*) FILTER (WHERE dead_at IS NOT NULL) AS dead,
                 max(finished_at) AS last_done_at
             FROM jobs GROUP BY name) AS queued
         FULL JOIN job_schedules USING (name)
         ORDER BY name",
    )
    .load(conn)?)
}
