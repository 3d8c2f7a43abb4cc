//! The questions of a course's bank as quizzes draw from them: those that are not archived, each in its newest version.

use std::collections::HashMap;

use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::taking::BankQuestion;
use crate::courses::CourseId;
use crate::error::Result;
use crate::quizzes::questions::plain;
use crate::schema::{question_tags, questions};

/// A question as a teacher picks it for a quiz.
#[derive(Clone, Debug)]
pub struct Choice {
    pub id: i64,
    /// Its name, or the begin of what it asks, on one line.
    pub summary: String,
    pub is_archived: bool,
}

/// How much of a stem a list shows, in characters.
const SUMMARY: usize = 80;

/// What can be drawn. A fixed question that has been archived since can still be asked.
pub fn of_course(conn: &mut PgConnection, course: CourseId) -> Result<Vec<BankQuestion>> {
    let mut tags: HashMap<i64, Vec<String>> = HashMap::new();
    let pairs: Vec<(i64, String)> = question_tags::table
        .inner_join(questions::table)
        .filter(questions::course_id.eq(course))
        .select((question_tags::question_id, question_tags::tag))
        .load(conn)?;
    for (question, tag) in pairs {
        tags.entry(question).or_default().push(tag);
    }
    let rows: Vec<(i64, i32, bool)> = questions::table
        .filter(questions::course_id.eq(course))
        .order(questions::id)
        .select((
            questions::id,
            questions::current_version,
            questions::archived_at.is_not_null(),
        ))
        .load(conn)?;
    let question = |(id, version, is_archived): (i64, i32, bool)| {
        let tags = tags.remove(&id).unwrap_or_default();
        BankQuestion {
            id,
            version,
            tags,
            is_archived,
        }
    };
    Ok(rows.into_iter().map(question).collect())
}

/// The questions to pick from, the newest first.
pub fn choices(conn: &mut PgConnection, course: CourseId) -> Result<Vec<Choice>> {
    let rows: Vec<(i64, String, String, bool)> = questions::table
        .filter(questions::course_id.eq(course))
        .order(questions::id.desc())
        .select((
            questions::id,
            questions::title,
            questions::question_text,
            questions::archived_at.is_not_null(),
        ))
        .load(conn)?;
    let choice = |(id, title, text, is_archived): (i64, String, String, bool)| Choice {
        id,
        summary: summary(&title, &text),
        is_archived,
    };
    Ok(rows.into_iter().map(choice).collect())
}

/// A question on one line: its name, or the begin of its stem.
pub fn summary(title: &str, stem: &str) -> String {
    if !title.is_empty() {
        return title.to_owned();
    }
    let words = plain(stem);
    if words.chars().count() <= SUMMARY {
        return words;
    }
    words.chars().take(SUMMARY).chain(['…']).collect()
}

/// The tags of a course's bank.
pub fn tags(conn: &mut PgConnection, course: CourseId) -> Result<Vec<String>> {
    Ok(question_tags::table
        .inner_join(questions::table)
        .filter(questions::course_id.eq(course))
        .filter(questions::archived_at.is_null())
        .select(question_tags::tag)
        .distinct()
        .order(question_tags::tag)
        .load(conn)?)
}
