//! Jobs that are out of attempts: listed for the administration, and tried again on demand.

use chrono::{DateTime, Utc};
use diesel::pg::PgConnection;
use diesel::prelude::*;

use crate::error::{AppError, Result};
use crate::schema::jobs;

/// A job that failed for good.
#[derive(Queryable, Selectable, Debug)]
#[diesel(table_name = jobs, check_for_backend(diesel::pg::Pg))]
pub struct DeadLetter {
    pub id: i64,
    pub name: String,
    pub attempts: i32,
    pub last_error: Option<String>,
    pub dead_at: Option<DateTime<Utc>>,
}

/// The latest dead letters.
pub fn dead_letters(conn: &mut PgConnection, limit: i64) -> Result<Vec<DeadLetter>> {
    Ok(jobs::table
        .filter(jobs::dead_at.is_not_null())
        .order(jobs::dead_at.desc())
        .limit(limit)
        .select(DeadLetter::as_select())
        .load(conn)?)
}

/// Has a dead letter tried again from its first attempt.
///
/// # Errors
/// [`AppError::NotFound`] if it is not a dead letter (any more).
pub fn retry(conn: &mut PgConnection, id: i64) -> Result<()> {
    let revived = diesel::update(jobs::table.find(id).filter(jobs::dead_at.is_not_null()))
        .set((
            jobs::dead_at.eq(None::<DateTime<Utc>>),
            jobs::attempts.eq(0),
            jobs::run_at.eq(diesel::dsl::now),
        ))
        .execute(conn)?;
    if revived == 0 {
        return Err(AppError::NotFound);
    }
    super::queue::ENQUEUED.notify_waiters();
    Ok(())
}
