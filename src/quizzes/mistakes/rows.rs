//! The rows of 错题本.

use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::BigInt;

use crate::error::Result;
use crate::quizzes::taking::Attempt;

/// Takes in what the learner has got wrong in this attempt: what is graded and earned less than all its points. A
/// question that is in already comes up again at once.
pub fn note(conn: &mut PgConnection, attempt: &Attempt) -> Result<()> {
    sql_query(
        "INSERT INTO mistakes (user_id, question_id)
         SELECT $1, question_id FROM attempt_answers WHERE attempt_id = $2 AND marks < points
         ON CONFLICT (user_id, question_id) DO UPDATE
         SET wrong_count = mistakes.wrong_count + 1, right_streak = 0, due_at = now(), last_at = now()",
    )
    .bind::<BigInt, _>(attempt.user_id)
    .bind::<BigInt, _>(attempt.id)
    .execute(conn)?;
    Ok(())
}
