//! Questions that were corrected after somebody answered them.

use std::collections::BTreeMap;

use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::moving::Moving;
use crate::error::Result;
use crate::quizzes::pool;
use crate::quizzes::questions::{Content, QuestionId};
use crate::quizzes::quiz::Quiz;
use crate::quizzes::taking::Status;
use crate::schema::{attempt_answers, attempts, questions};

/// A question whose newest version is not the one that was asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Outdated {
    pub question: QuestionId,
    pub summary: String,
    /// The version that it has now.
    pub version: i32,
    /// How many handed-in attempts ask an older one.
    pub attempts: i64,
    /// Whether answers to the older versions fit the newest one.
    pub is_alike: bool,
}

/// The questions of this quiz that have been corrected since somebody answered them.
pub fn outdated(conn: &mut PgConnection, quiz: &Quiz) -> Result<Vec<Outdated>> {
    let rows: Vec<(QuestionId, String, String, i32, i32)> = attempt_answers::table
        .inner_join(attempts::table)
        .inner_join(questions::table)
        .filter(attempts::quiz_id.eq(quiz.id))
        .filter(attempts::status.ne(Status::Open))
        .filter(attempt_answers::version.lt(questions::current_version))
        .order(questions::id)
        .select((
            questions::id,
            questions::title,
            questions::question_text,
            questions::current_version,
            attempt_answers::version,
        ))
        .load(conn)?;
    let mut found: BTreeMap<QuestionId, Outdated> = BTreeMap::new();
    for (question, title, stem, version, asked) in rows {
        let entry = found.entry(question).or_insert_with(|| Outdated {
            question,
            summary: pool::summary(&title, &stem),
            version,
            attempts: 0,
            is_alike: true,
        });
        entry.attempts += 1;
        if entry.is_alike {
            let old = Content::of_version(conn, question, asked)?;
            let new = Content::of_version(conn, question, version)?;
            entry.is_alike = Moving::between(&old, &new).is_some();
        }
    }
    Ok(found.into_values().collect())
}
