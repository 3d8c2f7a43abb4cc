//! One practice: a question is answered, and comes up again later or soon.

use diesel::dsl::sql;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::Timestamptz;
use rand::SeedableRng;
use rand::rngs::StdRng;

use super::intervals;
use super::rows::{self, Mistake, MistakeId};
use crate::error::{AppError, Result};
use crate::quizzes::grading;
use crate::quizzes::questions::{Answer, Arrangement, Content};
use crate::schema::mistakes;
use crate::text;
use crate::web::UserId;

/// A question with the order in which its options stand this time.
pub struct Practised {
    pub mistake: Mistake,
    pub content: Content,
    pub order: Arrangement,
}

/// An answer in practice, and what it came to.
pub struct Outcome {
    pub practised: Practised,
    pub answer: Answer,
    pub is_right: bool,
}

impl Practised {
    pub fn load(conn: &mut PgConnection, mistake: Mistake) -> Result<Practised> {
        let content = Content::of_version(conn, mistake.question_id, mistake.version)?;
        // The same at each look, another one after each answer.
        let seed = mistake.id.unsigned_abs() * 1_000 + u64::from(mistake.turn().unsigned_abs());
        let order = Arrangement::draw(&content, true, &mut StdRng::seed_from_u64(seed));
        Ok(Practised {
            mistake,
            content,
            order,
        })
    }
}

/// Takes an answer in.
///
/// # Errors
/// `NotFound` for what this learner cannot practise; `Conflict` when it has been answered elsewhere meanwhile.
pub fn answer(
    conn: &mut PgConnection,
    learner: UserId,
    id: MistakeId,
    turn: i32,
    fields: &[(String, String)],
) -> Result<Outcome> {
    conn.transaction(|conn| {
        mistakes::table
            .find(id)
            .filter(mistakes::user_id.eq(learner))
            .select(mistakes::id)
            .for_update()
            .first::<MistakeId>(conn)?;
        let all = rows::of_learner(conn, learner)?;
        let mistake = all.into_iter().find(|mistake| mistake.id == id);
        let mistake = mistake.ok_or(AppError::NotFound)?;
        if mistake.turn() != turn {
            return Err(AppError::Conflict(text!("quizzes-mistakes-answered")));
        }
        let practised = Practised::load(conn, mistake)?;
        let answer = practised
            .content
            .read_answer(&practised.order, "answer-1", fields);
        let is_right = grading::grade(&practised.content, &answer).is_full();
        store(conn, &practised.mistake, is_right)?;
        Ok(Outcome {
            practised,
            answer,
            is_right,
        })
    })
}

fn store(conn: &mut PgConnection, mistake: &Mistake, is_right: bool) -> Result<()> {
    let (wrong, streak) = match is_right {
        true => (mistake.wrong_count, mistake.right_streak + 1),
        // The turn has to be another one after each answer, so what a streak had counted stays in it.
        false => (mistake.wrong_count + mistake.right_streak + 1, 0),
    };
    let seconds = intervals::after(streak).as_secs();
    diesel::update(mistakes::table.find(mistake.id))
        .set((
            mistakes::wrong_count.eq(wrong),
            mistakes::right_streak.eq(streak),
            mistakes::last_at.eq(diesel::dsl::now),
            mistakes::due_at.eq(sql::<Timestamptz>(&format!(
                "now() + interval '{seconds} seconds'"
            ))),
        ))
        .execute(conn)?;
    Ok(())
}
