//! Handing in: the answers are graded, and the submission, the grade book and the progress are written, all in one
//! transaction under the lock of the attempt. A second time finds it done.

use bigdecimal::BigDecimal;
use diesel::dsl::sql;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::{Nullable, Timestamptz};
use serde_json::{Map, Value, json};

use super::answers::{self, FrozenAnswer};
use super::attempt::{Attempt, AttemptId, Status};
use crate::courses;
use crate::db;
use crate::error::{AppError, Result};
use crate::quizzes::grade;
use crate::quizzes::mistakes;
use crate::quizzes::quiz::{FinalScore, Quiz};
use crate::quizzes::{grading, marks};
use crate::schema::{attempt_answers, attempts, quizzes, submissions};
use crate::text;
use crate::web::{UserId, Viewer};

/// Hands in the learner's own attempt. Handing in twice is handing in once.
pub fn submit(conn: &mut PgConnection, viewer: &Viewer, id: AttemptId) -> Result<()> {
    conn.transaction(|conn| {
        Attempt::own(conn, viewer, id)?;
        let attempt = Attempt::held(conn, id)?;
        if attempt.is_open() {
            let is_late = attempt.is_overdue(db::clock(conn)?);
            hand_in(conn, &attempt, is_late)?;
        }
        Ok(())
    })
}

/// Hands in an attempt whose time is over, and tells how it is now.
pub fn close_if_due(conn: &mut PgConnection, id: AttemptId) -> Result<Attempt> {
    conn.transaction(|conn| {
        let attempt = Attempt::held(conn, id)?;
        if !attempt.is_overdue(db::clock(conn)?) {
            return Ok(attempt);
        }
        hand_in(conn, &attempt, true)
    })
}

/// The same for the job: an attempt that is gone needs nothing.
pub fn close_quietly(conn: &mut PgConnection, id: AttemptId) -> Result<()> {
    match close_if_due(conn, id) {
        Ok(_) | Err(AppError::NotFound) => Ok(()),
        Err(error) => Err(error),
    }
}

/// What is said to a save that comes when nothing can be saved any more.
pub fn refusal(attempt: &Attempt) -> AppError {
    if attempt.is_timed_out {
        AppError::Conflict(text!("quizzes-save-late"))
    } else {
        AppError::Conflict(text!("quizzes-save-after-submission"))
    }
}

fn hand_in(conn: &mut PgConnection, attempt: &Attempt, is_timed_out: bool) -> Result<Attempt> {
    let rows = answers::of_attempt(conn, attempt.id)?;
    for row in rows.iter().filter(|row| row.credit.is_none()) {
        grade_row(conn, row)?;
    }
    diesel::update(attempts::table.find(attempt.id))
        .set((
            attempts::status.eq(Status::Submitted),
            attempts::is_timed_out.eq(is_timed_out),
            attempts::submitted_at.eq(sql::<Nullable<Timestamptz>>("clock_timestamp()")),
        ))
        .execute(conn)?;
    let quiz = quiz_of(conn, attempt)?;
    diesel::insert_into(submissions::table)
        .values((
            submissions::user_id.eq(attempt.user_id),
            submissions::quiz_id.eq(attempt.quiz_id),
            submissions::attempt_id.eq(attempt.id),
            submissions::answer.eq(as_object(&rows)),
        ))
        .execute(conn)?;
    courses::record_submission(conn, attempt.user_id, quiz.lesson_id)?;
    mistakes::note(conn, attempt)?;
    settle(conn, attempt.id, None)
}

fn quiz_of(conn: &mut PgConnection, attempt: &Attempt) -> Result<Quiz> {
    Ok(quizzes::table
        .find(attempt.quiz_id)
        .select(Quiz::as_select())
        .first(conn)?)
}

/// From the id of each question to what was answered.
fn as_object(rows: &[FrozenAnswer]) -> Value {
    let pairs = rows
        .iter()
        .map(|row| (row.question_id.to_string(), json!(row.raw_answer())));
    Value::Object(pairs.collect::<Map<String, Value>>())
}

/// Gives an answer its credit, unless a person has to.
pub fn grade_row(conn: &mut PgConnection, row: &FrozenAnswer) -> Result<()> {
    let Some(credit) = credit_of(row)? else {
        return Ok(());
    };
    diesel::update(attempt_answers::table.find(row.id))
        .set((
            attempt_answers::marks.eq(marks::of_credit(&credit, &row.points)),
            attempt_answers::credit.eq(credit),
            attempt_answers::graded_at.eq(sql::<Nullable<Timestamptz>>("clock_timestamp()")),
        ))
        .execute(conn)?;
    Ok(())
}

/// The share of the points that the program gives; none where a person has to mark. What was left empty is worth
/// nothing, and needs nobody to say so.
pub fn credit_of(row: &FrozenAnswer) -> Result<Option<BigDecimal>> {
    let answer = row.answer()?.unwrap_or_default();
    Ok(grading::grade(&row.content()?, &answer).credit().cloned())
}

/// Brings the attempt's score, the submission, the grade book and the progress up to date with the marks. To be called
/// under the lock of the attempt by whoever has changed marks; `by` is the person who has.
pub fn settle(conn: &mut PgConnection, id: AttemptId, by: Option<UserId>) -> Result<Attempt> {
    let rows = answers::of_attempt(conn, id)?;
    let marks: Option<Vec<BigDecimal>> = rows.into_iter().map(|row| row.marks).collect();
    let score: Option<BigDecimal> = marks.map(|marks| marks.iter().sum());
    let status = match score {
        Some(_) => Status::Graded,
        None => Status::Submitted,
    };
    let attempt: Attempt = diesel::update(attempts::table.find(id))
        .set((attempts::status.eq(status), attempts::score.eq(&score)))
        .returning(Attempt::as_returning())
        .get_result(conn)?;
    diesel::update(submissions::table.filter(submissions::attempt_id.eq(id)))
        .set(submissions::score.eq(&score))
        .execute(conn)?;
    let quiz = quiz_of(conn, &attempt)?;
    grade::record(conn, &quiz, attempt.user_id, by)?;
    Ok(attempt)
}

/// What share of the marks (0 to 1) a learner has reached, by the rule of the quiz; none while nothing that counts is
/// graded. While the latest attempt waits for its marks, the one before it counts; the first one is never replaced.
pub fn final_share(all: &[Attempt], rule: FinalScore) -> Option<BigDecimal> {
    let share = |attempt: &Attempt| {
        attempt
            .score
            .as_ref()
            .map(|score| score / &attempt.max_score)
    };
    let shares: Vec<BigDecimal> = all.iter().filter_map(share).collect();
    match rule {
        FinalScore::Highest => shares.into_iter().max(),
        FinalScore::Latest => shares.into_iter().next_back(),
        FinalScore::First => all
            .iter()
            .find(|attempt| !attempt.is_open())
            .and_then(share),
        FinalScore::Average => {
            let count = BigDecimal::from(i64::try_from(shares.len()).ok()?);
            (!shares.is_empty()).then(|| shares.iter().sum::<BigDecimal>() / count)
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::Utc;

    use super::*;

    fn attempt(score: Option<i64>) -> Attempt {
        Attempt {
            id: 1,
            quiz_id: 1,
            user_id: 1,
            number: 1,
            status: score.map_or(Status::Submitted, |_| Status::Graded),
            started_at: Utc::now(),
            deadline_at: None,
            submitted_at: Some(Utc::now()),
            is_timed_out: false,
            score: score.map(BigDecimal::from),
            max_score: 4.into(),
        }
    }

    fn share(scores: &[Option<i64>], rule: FinalScore) -> Option<String> {
        let all: Vec<Attempt> = scores.iter().map(|score| attempt(*score)).collect();
        final_share(&all, rule).map(|share| share.normalized().to_plain_string())
    }

    #[test]
    fn the_rule_of_the_quiz_says_which_attempt_counts() {
        let scores = [Some(2), Some(4), Some(3)];
        for (rule, right) in [
            (FinalScore::Highest, "1"),
            (FinalScore::Latest, "0.75"),
            (FinalScore::First, "0.5"),
            (FinalScore::Average, "0.75"),
        ] {
            assert_eq!(share(&scores, rule).as_deref(), Some(right), "{rule:?}");
        }
    }

    #[test]
    fn what_waits_for_its_marks_does_not_count_yet() {
        assert_eq!(share(&[None, Some(4)], FinalScore::First), None);
        assert_eq!(
            share(&[Some(2), None], FinalScore::Latest).as_deref(),
            Some("0.5")
        );
        assert_eq!(share(&[None], FinalScore::Highest), None);
        assert_eq!(
            share(&[Some(2), None], FinalScore::Average).as_deref(),
            Some("0.5")
        );
    }
}
