//! When an open attempt has to be handed in, after the rules have changed.

use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::BigInt;

use crate::error::Result;
use crate::jobs;
use crate::quizzes::jobs::CloseAttempt;
use crate::quizzes::quiz::QuizId;

#[derive(QueryableByName)]
struct Moved {
    #[diesel(sql_type = BigInt)]
    id: i64,
}

/// Sets the deadline of each open attempt anew and has a job wait for it. The job of the old deadline finds the attempt
/// not due, and does nothing.
pub(super) fn follow(conn: &mut PgConnection, quiz: QuizId) -> Result<()> {
    let moved: Vec<Moved> = sql_query(
        "UPDATE attempts SET deadline_at = due.at
         FROM (
             SELECT a.id, least(
                 a.started_at + make_interval(secs => (q.time_limit_ms * coalesce(m.factor_percent, 100) / 100
                     + coalesce(m.extra_ms, 0)) / 1000.0),
                 q.close_at) AS at
             FROM attempts a JOIN quizzes q ON q.id = a.quiz_id
             LEFT JOIN quiz_accommodations m ON m.quiz_id = a.quiz_id AND m.user_id = a.user_id
             WHERE a.quiz_id = $1 AND a.status = 'open'
         ) AS due
         WHERE attempts.id = due.id AND attempts.deadline_at IS DISTINCT FROM due.at
         RETURNING attempts.id",
    )
    .bind::<BigInt, _>(quiz)
    .load(conn)?;
    for Moved { id } in moved {
        if let Some(delay) = CloseAttempt::delay(conn, id)? {
            jobs::enqueue_in(conn, &CloseAttempt { attempt: id }, delay)?;
        }
    }
    Ok(())
}
