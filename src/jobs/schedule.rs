//! Recurring jobs: each period one of them is enqueued, by whichever node comes first.

use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Double, Text};

use super::queue::insert_row;
use super::registry::Recurring;
use crate::error::Result;

/// The key that keeps a slow recurring job from piling up behind itself.
const KEY: &str = "recurring";

/// Enqueues what has become due. The row lock of the schedule makes a second node wait, and then find nothing to do.
pub(super) fn enqueue_due(conn: &mut PgConnection, recurring: &[Recurring]) -> Result<()> {
    for job in recurring {
        conn.transaction(|conn| {
            if is_due(conn, job)? {
                insert_row(
                    conn,
                    job.name,
                    &job.payload,
                    job.max_attempts,
                    Some(KEY),
                    std::time::Duration::ZERO,
                )?;
            }
            Ok::<_, crate::error::AppError>(())
        })?;
    }
    Ok(())
}

/// Whether the job is due; if so, it is no more. A job new to the schedule is due one period from now.
fn is_due(conn: &mut PgConnection, job: &Recurring) -> QueryResult<bool> {
    let advanced = sql_query(
        "UPDATE job_schedules SET next_run_at = now() + make_interval(secs => $1)
         WHERE name = $2 AND next_run_at <= now()",
    )
    .bind::<Double, _>(job.period.as_secs_f64())
    .bind::<Text, _>(job.name)
    .execute(conn)?;
    if advanced == 0 {
        sql_query(
            "INSERT INTO job_schedules (name, next_run_at) VALUES ($1, now() + make_interval(secs => $2))
             ON CONFLICT (name) DO UPDATE SET next_run_at = excluded.next_run_at
             WHERE job_schedules.next_run_at > excluded.next_run_at",
        )
        .bind::<Text, _>(job.name)
        .bind::<Double, _>(job.period.as_secs_f64())
        .execute(conn)?;
    }
    Ok(advanced > 0)
}
