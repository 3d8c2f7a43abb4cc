//! The rows of `jobs`: put in, taken, settled. All times are by the database's clock.

use std::time::Duration;

use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{BigInt, Bool, Double, Integer, Jsonb, Nullable, Text, Uuid as SqlUuid};
use serde_json::Value;
use tokio::sync::Notify;
use uuid::Uuid;

use super::Job;
use crate::error::{AppError, Result};

/// How long a taken job is out of reach for other workers, in seconds; renewed three times in that time.
pub(super) const LEASE_SECONDS: f64 = 30.0;

/// The longest pause between two attempts, in seconds.
const LONGEST_PAUSE_SECONDS: f64 = 3600.0;

/// Tells the workers of this process that there may be something to do.
pub(super) static ENQUEUED: Notify = Notify::const_new();

/// Has the job run soon after the transaction commits.
pub fn enqueue<J: Job>(conn: &mut PgConnection, job: &J) -> Result<()> {
    insert(conn, job, None, Duration::ZERO)
}

/// The same for many at once, by one statement.
///
/// # Errors
/// Those of the database, and a job that can't be written as JSON.
pub fn enqueue_all<J: Job>(conn: &mut PgConnection, jobs: &[J]) -> QueryResult<()> {
    let payloads: Result<Vec<Value>, _> = jobs.iter().map(serde_json::to_value).collect();
    let payloads =
        payloads.map_err(|error| diesel::result::Error::SerializationError(Box::new(error)))?;
    sql_query(
        "INSERT INTO jobs (name, payload, max_attempts)
         SELECT $1, given.payload, $3 FROM unnest($2) AS given (payload)",
    )
    .bind::<Text, _>(J::NAME)
    .bind::<diesel::sql_types::Array<Jsonb>, _>(payloads)
    .bind::<Integer, _>(J::MAX_ATTEMPTS)
    .execute(conn)?;
    ENQUEUED.notify_waiters();
    Ok(())
}

/// Has the job run once this time has passed.
pub fn enqueue_in<J: Job>(conn: &mut PgConnection, job: &J, delay: Duration) -> Result<()> {
    insert(conn, job, None, delay)
}

/// Like [`enqueue_in`], unless a job of this kind with this key is waiting or running already.
pub fn enqueue_once<J: Job>(
    conn: &mut PgConnection,
    job: &J,
    key: &str,
    delay: Duration,
) -> Result<()> {
    insert(conn, job, Some(key), delay)
}

fn insert<J: Job>(
    conn: &mut PgConnection,
    job: &J,
    key: Option<&str>,
    delay: Duration,
) -> Result<()> {
    let payload = serde_json::to_value(job).map_err(|error| AppError::Internal(error.into()))?;
    insert_row(conn, J::NAME, &payload, J::MAX_ATTEMPTS, key, delay)
}

pub(super) fn insert_row(
    conn: &mut PgConnection,
    name: &str,
    payload: &Value,
    max_attempts: i32,
    key: Option<&str>,
    delay: Duration,
) -> Result<()> {
    sql_query(
        "INSERT INTO jobs (name, payload, max_attempts, unique_key, run_at)
         VALUES ($1, $2, $3, $4, now() + make_interval(secs => $5))
         ON CONFLICT (name, unique_key) WHERE finished_at IS NULL AND dead_at IS NULL DO NOTHING",
    )
    .bind::<Text, _>(name)
    .bind::<Jsonb, _>(payload)
    .bind::<Integer, _>(max_attempts)
    .bind::<Nullable<Text>, _>(key)
    .bind::<Double, _>(delay.as_secs_f64())
    .execute(conn)?;
    ENQUEUED.notify_waiters();
    Ok(())
}

/// A job in the hands of a worker.
#[derive(QueryableByName, Debug)]
pub(super) struct Taken {
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    #[diesel(sql_type = Text)]
    pub name: String,
    #[diesel(sql_type = Jsonb)]
    pub payload: Value,
    #[diesel(sql_type = Integer)]
    pub attempts: i32,
    #[diesel(sql_type = SqlUuid)]
    pub lease: Uuid,
}

/// Takes up to this many of the named jobs that are due, the longest due first.
pub(super) fn take(conn: &mut PgConnection, names: &[&str], limit: i64) -> QueryResult<Vec<Taken>> {
    sql_query(
        "UPDATE jobs SET attempts = attempts + 1, lease = $1, leased_until = now() + make_interval(secs => $2)
         WHERE id IN (
             SELECT id FROM jobs
             WHERE finished_at IS NULL AND dead_at IS NULL AND run_at <= now() AND attempts < max_attempts
                 AND (leased_until IS NULL OR leased_until < now()) AND name = ANY ($3)
             ORDER BY run_at, id LIMIT $4 FOR UPDATE SKIP LOCKED
         )
         RETURNING id, name, payload, attempts, lease",
    )
    .bind::<SqlUuid, _>(Uuid::new_v4())
    .bind::<Double, _>(LEASE_SECONDS)
    .bind::<diesel::sql_types::Array<Text>, _>(names)
    .bind::<BigInt, _>(limit)
    .load(conn)
}

/// Whether the lease was still held, and now is for longer.
pub(super) fn renew(conn: &mut PgConnection, id: i64, lease: Uuid) -> QueryResult<bool> {
    sql_query("UPDATE jobs SET leased_until = now() + make_interval(secs => $1) WHERE id = $2 AND lease = $3")
        .bind::<Double, _>(LEASE_SECONDS)
        .bind::<BigInt, _>(id)
        .bind::<SqlUuid, _>(lease)
        .execute(conn)
        .map(|rows| rows > 0)
}

pub(super) fn finish(conn: &mut PgConnection, id: i64, lease: Uuid) -> QueryResult<usize> {
    sql_query(
        "UPDATE jobs SET finished_at = now(), lease = NULL, leased_until = NULL, last_error = NULL
         WHERE id = $1 AND lease = $2",
    )
    .bind::<BigInt, _>(id)
    .bind::<SqlUuid, _>(lease)
    .execute(conn)
}

/// Has it tried again after a pause that doubles from two seconds, with some chance in it so that many that failed
/// together do not come back together; after the last attempt it is dead.
///
/// # Returns
/// Whether it is dead now.
pub(super) fn fail(
    conn: &mut PgConnection,
    id: i64,
    lease: Uuid,
    attempts: i32,
    error: &str,
) -> QueryResult<bool> {
    let pause =
        (2f64.powi(attempts.min(20)) * rand::random_range(0.8..1.2)).min(LONGEST_PAUSE_SECONDS);
    sql_query(
        "UPDATE jobs SET last_error = $1, lease = NULL, leased_until = NULL,
             run_at = now() + make_interval(secs => $2),
             dead_at = CASE WHEN attempts >= max_attempts THEN now() END
         WHERE id = $3 AND lease = $4 RETURNING name, payload, dead_at IS NOT NULL AS is_dead",
    )
    .bind::<Text, _>(error)
    .bind::<Double, _>(pause)
    .bind::<BigInt, _>(id)
    .bind::<SqlUuid, _>(lease)
    .get_result(conn)
    .optional()
    .map(|failed: Option<Failed>| failed.is_some_and(|failed| failed.is_dead))
}

/// A job whose attempt has failed.
#[derive(QueryableByName, Debug)]
pub(super) struct Failed {
    #[diesel(sql_type = Text)]
    pub name: String,
    #[diesel(sql_type = Jsonb)]
    pub payload: Value,
    #[diesel(sql_type = Bool)]
    is_dead: bool,
}

/// Gives a job back unharmed: the worker stops, and the attempt does not count.
pub(super) fn release(conn: &mut PgConnection, id: i64, lease: Uuid) -> QueryResult<usize> {
    sql_query(
        "UPDATE jobs SET attempts = attempts - 1, lease = NULL, leased_until = NULL WHERE id = $1 AND lease = $2",
    )
    .bind::<BigInt, _>(id)
    .bind::<SqlUuid, _>(lease)
    .execute(conn)
}

/// Buries the named jobs whose worker died in their last attempt, and returns them. Others are left to a version of the program
/// that knows whom to tell.
pub(super) fn bury(conn: &mut PgConnection, names: &[&str]) -> QueryResult<Vec<Failed>> {
    sql_query(
        "UPDATE jobs SET dead_at = now(), lease = NULL, leased_until = NULL,
             last_error = coalesce(last_error, 'the worker died in the last attempt')
         WHERE finished_at IS NULL AND dead_at IS NULL AND attempts >= max_attempts AND leased_until < now()
             AND name = ANY ($1)
         RETURNING name, payload, true AS is_dead",
    )
    .bind::<diesel::sql_types::Array<Text>, _>(names)
    .load(conn)
}

/// How many jobs there are in each state.
#[derive(QueryableByName, Debug, Clone, Copy, PartialEq)]
pub struct Counts {
    /// Due or to be due, and in nobody's hands.
    #[diesel(sql_type = BigInt)]
    pub waiting: i64,
    #[diesel(sql_type = BigInt)]
    pub running: i64,
    #[diesel(sql_type = BigInt)]
    pub dead: i64,
}

pub fn counts(conn: &mut PgConnection) -> Result<Counts> {
    Ok(sql_query(
        "SELECT count(*) FILTER (WHERE dead_at IS NULL AND coalesce(leased_until < now(), true)) AS waiting,
             count(*) FILTER (WHERE dead_at IS NULL AND leased_until >= now()) AS running,
             count(*) FILTER (WHERE dead_at IS NOT NULL) AS dead
         FROM jobs WHERE finished_at IS NULL",
    )
    .get_result(conn)?)
}
