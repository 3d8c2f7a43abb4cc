//! The column of the grade book that a quiz fills.

use bigdecimal::BigDecimal;
use diesel::dsl::sql;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::{Nullable, Numeric};

use super::marks;
use super::quiz::{Quiz, QuizId};
use super::taking;
use crate::courses;
use crate::error::Result;
use crate::gradebook::{self, ItemKind};
use crate::schema::{attempts, quiz_slots, quizzes};
use crate::web::UserId;

/// What the column is worth while the quiz asks nothing: a column of nothing could not be weighed.
const WORTH_OF_NOTHING: i64 = 100;

/// The quiz with its column, which is made if there is none (yet, or any more).
pub fn ensured(conn: &mut PgConnection, quiz: Quiz) -> Result<Quiz> {
    if quiz.grade_item_id.is_some() {
        return Ok(quiz);
    }
    let worth = worth(conn, quiz.id)?;
    let (lesson, kind) = (Some(quiz.lesson_id), ItemKind::Quiz);
    let item = gradebook::add_item(conn, quiz.course_id, lesson, kind, &quiz.title, worth)?;
    diesel::update(quizzes::table.find(quiz.id))
        .set(quizzes::grade_item_id.eq(item))
        .execute(conn)?;
    Ok(Quiz {
        grade_item_id: Some(item),
        ..quiz
    })
}

/// Has the column say what the quiz is called and worth now, and with it the marks of everybody who has any. Also to be
/// called when another attempt of each learner counts than before.
pub fn follow(conn: &mut PgConnection, quiz: QuizId) -> Result<()> {
    let quiz: Quiz = quizzes::table
        .find(quiz)
        .select(Quiz::as_select())
        .first(conn)?;
    if let Some(item) = quiz.grade_item_id {
        let worth = worth(conn, quiz.id)?;
        gradebook::change_item(conn, item, &quiz.title, worth)?;
    }
    let learners: Vec<UserId> = attempts::table
        .filter(attempts::quiz_id.eq(quiz.id))
        .filter(attempts::submitted_at.is_not_null())
        .order(attempts::user_id)
        .select(attempts::user_id)
        .distinct()
        .load(conn)?;
    learners
        .into_iter()
        .try_for_each(|learner| record(conn, &quiz, learner, None))
}

fn worth(conn: &mut PgConnection, quiz: QuizId) -> Result<BigDecimal> {
    let total: Option<BigDecimal> = quiz_slots::table
        .filter(quiz_slots::quiz_id.eq(quiz))
        .select(sql::<Nullable<Numeric>>(
            "sum(points * coalesce(draw_count, 1))",
        ))
        .first(conn)?;
    Ok(total.unwrap_or_else(|| WORTH_OF_NOTHING.into()))
}

/// The final score of this learner, to the grade book and to the rules of completion. Staff who try a quiz out have no
/// row there.
pub fn record(
    conn: &mut PgConnection,
    quiz: &Quiz,
    learner: UserId,
    by: Option<UserId>,
) -> Result<()> {
    if !courses::is_enrolled(conn, learner, quiz.course_id)? {
        return Ok(());
    }
    let all = taking::of_learner(conn, quiz.id, learner)?;
    let share = taking::final_share(&all, quiz.final_score);
    if let Some(item) = quiz.grade_item_id {
        let worth = gradebook::max_points(conn, item)?;
        let points = share.as_ref().map(|share| marks::of_credit(share, &worth));
        gradebook::record(conn, item, learner, points, by)?;
        if let Some(by) = by {
            gradebook::note_graded(conn, by, item, learner)?;
        }
    }
    if let Some(share) = share {
        let percent = marks::percent(&share, &BigDecimal::from(1));
        courses::record_score(conn, learner, quiz.lesson_id, percent)?;
    }
    Ok(())
}
