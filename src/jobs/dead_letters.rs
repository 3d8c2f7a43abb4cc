//! Jobs that are out of attempts: listed for the administration, tried again or dropped on demand.

use chrono::{DateTime, Utc};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::Text;

use crate::error::{AppError, Result};
use crate::schema::jobs;
use crate::text;

/// Which dead letters: those of one kind of job, if it is named, and in which order.
#[derive(Clone, Debug, Default)]
pub struct DeadLetterFilter {
    pub job: String,
    pub is_oldest_first: bool,
    /// The id of the one that they come after.
    pub after: Option<i64>,
}

/// A job that failed for good.
#[derive(Queryable, Selectable, Debug)]
#[diesel(table_name = jobs, check_for_backend(diesel::pg::Pg))]
pub struct DeadLetter {
    pub id: i64,
    pub name: String,
    pub attempts: i32,
    pub last_error: Option<String>,
    pub created_at: DateTime<Utc>,
    pub dead_at: Option<DateTime<Utc>>,
}

/// The dead letters that fit. What a job carries is not told: it may be somebody's.
pub fn dead_letters(
    conn: &mut PgConnection,
    filter: &DeadLetterFilter,
    limit: i64,
) -> Result<Vec<DeadLetter>> {
    let mut rows = jobs::table
        .filter(jobs::dead_at.is_not_null())
        .limit(limit)
        .select(DeadLetter::as_select())
        .into_boxed();
    if !filter.job.is_empty() {
        rows = rows.filter(jobs::name.eq(filter.job.clone()));
    }
    rows = match (filter.is_oldest_first, filter.after) {
        (true, after) => rows.filter(jobs::id.gt(after.unwrap_or(0))).order(jobs::id),
        (false, after) => rows
            .filter(jobs::id.lt(after.unwrap_or(i64::MAX)))
            .order(jobs::id.desc()),
    };
    Ok(rows.load(conn)?)
}

/// Has a dead letter tried again from its first attempt; its name.
///
/// # Errors
/// [`AppError::NotFound`] if it is not a dead letter (any more); [`AppError::Conflict`] if the same work is waiting again
/// by now.
pub fn retry(conn: &mut PgConnection, id: i64) -> Result<String> {
    let name: String = jobs::table
        .find(id)
        .filter(jobs::dead_at.is_not_null())
        .select(jobs::name)
        .for_update()
        .first(conn)?;
    match revive(conn, "id = $2 AND name = $1", &name, id)? {
        0 => Err(AppError::Conflict(text!("admin-jobs-waits-again"))),
        _ => Ok(name),
    }
}

/// Has all dead letters of this kind tried again, or of every kind if none is named; how many. Left out is what waits
/// again by now.
pub fn retry_all(conn: &mut PgConnection, job: &str) -> Result<usize> {
    revive(conn, "($1 = '' OR name = $1) AND $2 = 0", job, 0)
}

/// Of several with one key the last is revived, and none while one of them lives.
fn revive(conn: &mut PgConnection, which: &str, job: &str, id: i64) -> Result<usize> {
    let revived = diesel::sql_query(format!(
        "UPDATE jobs SET dead_at = NULL, attempts = 0, run_at = now() WHERE dead_at IS NOT NULL AND id IN (
             SELECT DISTINCT ON (name, coalesce(unique_key, id::text)) id FROM jobs dead
             WHERE dead_at IS NOT NULL AND {which} AND NOT EXISTS (
                 SELECT 1 FROM jobs alive WHERE alive.name = dead.name AND alive.unique_key = dead.unique_key
                     AND alive.finished_at IS NULL AND alive.dead_at IS NULL)
             ORDER BY name, coalesce(unique_key, id::text), id DESC)"
    ))
    .bind::<Text, _>(job)
    .bind::<diesel::sql_types::BigInt, _>(id)
    .execute(conn)?;
    super::queue::ENQUEUED.notify_waiters();
    Ok(revived)
}

/// Gives a dead letter up; its name.
///
/// # Errors
/// [`AppError::NotFound`] if it is not a dead letter (any more).
pub fn drop_dead_letter(conn: &mut PgConnection, id: i64) -> Result<String> {
    let dead = jobs::table.find(id).filter(jobs::dead_at.is_not_null());
    Ok(diesel::delete(dead)
        .returning(jobs::name)
        .get_result(conn)?)
}
