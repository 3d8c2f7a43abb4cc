//! The rows of 错题本.

use chrono::{DateTime, Utc};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{BigInt, Bool, Integer, Text, Timestamptz};

use super::intervals::LEARNT;
use crate::error::Result;
use crate::quizzes::taking::Attempt;
use crate::web::UserId;

pub type MistakeId = i64;

/// The most that one page lists; the soonest due come first.
const MOST: i64 = 200;

/// A question that a learner has got wrong, as far as they may practise it now.
#[derive(Clone, Debug, QueryableByName)]
pub struct Mistake {
    #[diesel(sql_type = BigInt)]
    pub id: MistakeId,
    #[diesel(sql_type = BigInt)]
    pub question_id: i64,
    /// The newest version, which is the one that is practised.
    #[diesel(sql_type = Integer)]
    pub version: i32,
    #[diesel(sql_type = Text)]
    pub stem: String,
    #[diesel(sql_type = Text)]
    pub course: String,
    #[diesel(sql_type = Integer)]
    pub wrong_count: i32,
    #[diesel(sql_type = Integer)]
    pub right_streak: i32,
    #[diesel(sql_type = Timestamptz)]
    pub due_at: DateTime<Utc>,
    #[diesel(sql_type = Bool)]
    pub is_due: bool,
}

impl Mistake {
    /// How often it has been answered: names the order in which its options stand, and tells a second answer from
    /// another tab.
    pub fn turn(&self) -> i32 {
        self.wrong_count + self.right_streak
    }

    pub fn is_learnt(&self) -> bool {
        self.right_streak >= LEARNT
    }
}

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

/// What this learner can practise: questions of courses that they take, of types that need nobody to mark them, whose
/// keys every quiz that asked them has released.
pub fn of_learner(conn: &mut PgConnection, learner: UserId) -> Result<Vec<Mistake>> {
    Ok(sql_query(
        "SELECT m.id, m.question_id, q.current_version AS version, q.question_text AS stem, c.title AS course,
             m.wrong_count, m.right_streak, m.due_at, (m.due_at <= now() AND m.right_streak < $2) AS is_due
         FROM mistakes m
         JOIN questions q ON q.id = m.question_id
         JOIN courses c ON c.id = q.course_id AND c.status <> 'draft'
         JOIN enrollments e ON e.course_id = c.id AND e.user_id = m.user_id
         WHERE m.user_id = $1 AND q.archived_at IS NULL AND q.question_type NOT IN ('essay', 'file')
             AND NOT EXISTS (
                 SELECT 1 FROM attempt_answers a JOIN attempts t ON t.id = a.attempt_id JOIN quizzes z ON z.id = t.quiz_id
                 WHERE t.user_id = m.user_id AND a.question_id = q.id AND NOT CASE z.release_answers
                     WHEN 'after_close' THEN t.status <> 'open' AND coalesce(z.close_at <= now(), false)
                     WHEN 'after_grading' THEN t.status = 'graded'
                     ELSE t.status <> 'open' END
             )
         ORDER BY is_due DESC, m.due_at, m.id LIMIT $3",
    )
    .bind::<BigInt, _>(learner)
    .bind::<Integer, _>(LEARNT)
    .bind::<BigInt, _>(MOST)
    .load(conn)?)
}
