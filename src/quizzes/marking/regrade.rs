//! Marks anew after a key was corrected: first tried out, then done, with an audit line.
//!
//! A correction is a newer version of the question. Attempts are moved to it where the newer version asks the same of a
//! learner (see [`Moving`]), so that what was answered means what it meant. What a person has marked stays as they
//! marked it.

use bigdecimal::BigDecimal;
use diesel::dsl::sql;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::{Nullable, Timestamptz};
use serde_json::json;

use super::moving::Moving;
use super::outdated::outdated;
use crate::audit::Act;
use crate::error::{AppError, Result};
use crate::quizzes::asking;
use crate::quizzes::grading;
use crate::quizzes::marks;
use crate::quizzes::questions::{Answer, Arrangement, Content, QuestionId};
use crate::quizzes::quiz::Quiz;
use crate::quizzes::taking::{self, Attempt, AttemptId, FrozenAnswer, Status, version_asked};
use crate::schema::{attempt_answers, attempts, question_versions, questions, users};
use crate::text;
use crate::web::Viewer;

/// What becomes of one learner's attempt.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    pub attempt: AttemptId,
    pub learner: String,
    pub number: i32,
    pub before: Option<BigDecimal>,
    pub after: Option<BigDecimal>,
    row: i64,
    credit: Option<BigDecimal>,
    answer: Option<Answer>,
    arrangement: Arrangement,
}

impl Change {
    /// By how many points the marks of the question change; nothing where they stay or there were none.
    pub fn difference(&self) -> BigDecimal {
        let none = BigDecimal::from(0);
        self.after.as_ref().unwrap_or(&none) - self.before.as_ref().unwrap_or(&none)
    }

    pub fn is_change(&self) -> bool {
        self.before != self.after
    }
}

/// What a regrade of this question would change, attempt by attempt. Writes nothing.
pub fn dry_run(conn: &mut PgConnection, quiz: &Quiz, question: QuestionId) -> Result<Vec<Change>> {
    let version: i32 = questions::table
        .find(question)
        .filter(questions::course_id.eq(quiz.course_id))
        .select(questions::current_version)
        .first(conn)?;
    let content = Content::of_version(conn, question, version)?;
    let rows: Vec<(FrozenAnswer, i32, String)> = attempt_answers::table
        .inner_join(attempts::table.inner_join(users::table))
        .inner_join(question_versions::table.on(version_asked()))
        .filter(attempts::quiz_id.eq(quiz.id))
        .filter(attempts::status.ne(Status::Open))
        .filter(attempt_answers::question_id.eq(question))
        .filter(attempt_answers::version.lt(version))
        .order((users::display_name, attempts::id))
        .select((
            FrozenAnswer::as_select(),
            attempts::number,
            users::display_name,
        ))
        .load(conn)?;
    rows.into_iter()
        .map(|(row, number, learner)| change_of(&content, row, number, learner))
        .collect()
}

fn change_of(content: &Content, row: FrozenAnswer, number: i32, learner: String) -> Result<Change> {
    let moving = Moving::between(&row.content()?, content);
    let moved = |answer| {
        moving
            .as_ref()
            .map_or(Answer::Empty, |moving| moving.answer(answer))
    };
    let answer = row.answer()?.map(moved);
    let (credit, after) = if row.graded_by.is_some() {
        (row.credit.clone(), row.marks.clone())
    } else {
        let graded = grading::grade(content, answer.as_ref().unwrap_or(&Answer::Empty));
        let credit = graded.credit().cloned();
        let marks = credit
            .as_ref()
            .map(|credit| marks::of_credit(credit, &row.points));
        (credit, marks)
    };
    let stands = row.arrangement();
    Ok(Change {
        attempt: row.attempt_id,
        learner,
        number,
        arrangement: moving.map_or_else(|| stands.clone(), |moving| moving.arrangement(&stands)),
        before: row.marks,
        after,
        row: row.id,
        credit,
        answer,
    })
}

/// Does it: every attempt that asked an older version moves to the newest one, with the marks it gives, in the
/// transaction of its audit line.
///
/// # Errors
/// `Conflict` when the question is not what was looked at any more, or asks something else than it did.
pub fn regrade(
    conn: &mut PgConnection,
    viewer: &Viewer,
    quiz: &Quiz,
    question: QuestionId,
    version: i32,
) -> Result<usize> {
    conn.transaction(|conn| {
        hold_all(conn, quiz, question)?;
        let now = outdated(conn, quiz)?;
        let now = now.iter().find(|one| one.question == question);
        let now = now.filter(|one| one.version == version);
        let now = now.ok_or_else(|| AppError::Conflict(text!("quizzes-regrade-changed")))?;
        if !now.is_alike {
            return Err(AppError::Conflict(text!("quizzes-regrade-unlike")));
        }
        let changes = dry_run(conn, quiz, question)?;
        for change in &changes {
            store(conn, change, version)?;
            taking::settle(conn, change.attempt, Some(viewer.id))?;
        }
        audit(conn, viewer, quiz, question, version, &changes)?;
        Ok(changes.iter().filter(|change| change.is_change()).count())
    })
}

/// Locks the attempts in the order of their ids, as everybody who takes several does.
fn hold_all(conn: &mut PgConnection, quiz: &Quiz, question: QuestionId) -> Result<()> {
    let ids: Vec<AttemptId> = attempt_answers::table
        .inner_join(attempts::table)
        .filter(attempts::quiz_id.eq(quiz.id))
        .filter(attempt_answers::question_id.eq(question))
        .order(attempts::id)
        .select(attempts::id)
        .load(conn)?;
    ids.into_iter()
        .try_for_each(|id| Attempt::held(conn, id).map(drop))
}

fn store(conn: &mut PgConnection, change: &Change, version: i32) -> Result<()> {
    let answer = change.answer.as_ref().map(asking::to_json).transpose()?;
    diesel::update(attempt_answers::table.find(change.row))
        .set((
            attempt_answers::version.eq(version),
            attempt_answers::answer.eq(answer.flatten()),
            attempt_answers::option_order.eq(json!(change.arrangement)),
            attempt_answers::credit.eq(&change.credit),
            attempt_answers::marks.eq(&change.after),
            attempt_answers::graded_at.eq(sql::<Nullable<Timestamptz>>("clock_timestamp()")),
        ))
        .execute(conn)?;
    Ok(())
}

fn audit(
    conn: &mut PgConnection,
    viewer: &Viewer,
    quiz: &Quiz,
    question: QuestionId,
    version: i32,
    changes: &[Change],
) -> Result<()> {
    let shown = |marks: &Option<BigDecimal>| marks.as_ref().map(marks::shown);
    let changed = changes.iter().filter(|change| change.is_change());
    let changed = changed.map(|change| {
        json!({
            "attempt": change.attempt,
            "before": shown(&change.before),
            "after": shown(&change.after),
        })
    });
    let details = json!({
        "question": question,
        "version": version,
        "changes": changed.collect::<Vec<_>>(),
    });
    Act::of(viewer.id, "quiz.regrade", "quiz", quiz.id)
        .with(details)
        .write(conn)
}
