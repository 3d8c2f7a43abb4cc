//! Questions of a bank for other subjects that ask them: to choose from, and what their marks are.

use bigdecimal::BigDecimal;
use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::questions::{QuestionId, QuestionType};
use super::{marks, pool};
use crate::courses::CourseId;
use crate::error::Result;
use crate::i18n::Loader;
use crate::schema::questions;

/// As many as a list to choose from shows.
const MOST: i64 = 300;

/// A question that is marked without a person.
#[derive(Clone, Debug)]
pub struct BankChoice {
    pub id: QuestionId,
    /// The newest.
    pub version: i32,
    /// Its name, or the begin of what it asks, on one line.
    pub summary: String,
    question_type: QuestionType,
}

impl BankChoice {
    pub fn type_label(&self, l: Loader) -> String {
        self.question_type.label(l)
    }
}

/// What a course's bank has of questions that no person has to mark, the newest first; those that are archived are left
/// out. Whether the person asking may see the bank is for the caller to find out.
pub fn self_marking(conn: &mut PgConnection, course: CourseId) -> Result<Vec<BankChoice>> {
    let rows: Vec<(QuestionId, i32, String, String, QuestionType)> = questions::table
        .filter(questions::course_id.eq(course))
        .filter(questions::archived_at.is_null())
        .filter(questions::question_type.ne_all([QuestionType::Essay, QuestionType::File]))
        .order(questions::id.desc())
        .limit(MOST)
        .select((
            questions::id,
            questions::current_version,
            questions::title,
            questions::question_text,
            questions::question_type,
        ))
        .load(conn)?;
    let choice =
        |(id, version, title, stem, question_type): (_, _, String, String, _)| BankChoice {
            id,
            version,
            summary: pool::summary(&title, &stem),
            question_type,
        };
    Ok(rows.into_iter().map(choice).collect())
}

/// What a credit (0 to 1) of so many points is.
pub fn marks_of(credit: &BigDecimal, points: &BigDecimal) -> BigDecimal {
    marks::of_credit(credit, points)
}

/// Marks as pages show them.
pub fn marks_shown(marks: &BigDecimal) -> String {
    marks::shown(marks)
}
