//! The bank as a list: filtered by what stands in the address, the newest first, page by page.

use std::collections::HashMap;

use diesel::dsl::exists;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Array, BigInt, Nullable};
use i18n_embed_fl::fl;
use serde::Deserialize;

use crate::courses::CourseId;
use crate::error::Result;
use crate::i18n::Loader;
use crate::quizzes::pool;
use crate::quizzes::questions::{Question, QuestionId, QuestionType};
use crate::schema::{question_tags, questions};
use crate::search;

const PAGE: usize = 30;

/// In characters.
const LONGEST_SEARCH: usize = 200;

/// The query string. What makes no sense filters nothing, as an old link should still show something.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    pub q: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub tag: String,
    /// `retired` shows those alone.
    pub show: String,
    pub before: String,
}

impl Asked {
    pub fn is_retired(&self) -> bool {
        self.show == "retired"
    }

    pub fn is_filtered(&self) -> bool {
        !(self.q.trim().is_empty() && self.kind.is_empty() && self.tag.is_empty())
    }

    /// The filter as a query; empty if there is none.
    pub fn query(&self) -> String {
        self.with("")
    }

    /// The query of the page that begins below this question.
    fn before(&self, id: QuestionId) -> String {
        self.with(&id.to_string())
    }

    fn with(&self, before: &str) -> String {
        let query = [
            ("q", self.q.as_str()),
            ("type", &self.kind),
            ("tag", &self.tag),
            ("show", &self.show),
            ("before", before),
        ];
        let said: Vec<_> = query
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .collect();
        serde_urlencoded::to_string(said).unwrap_or_default()
    }
}

/// A question in the list.
pub struct Line {
    pub question: Question,
    pub summary: String,
    pub tags: Vec<String>,
    /// In how many places of quizzes it stands.
    pub used: i64,
    /// The mean credit in percent, over all graded answers.
    pub facility: Option<i64>,
}

impl Line {
    pub fn used_words(&self, l: Loader) -> String {
        fl!(l, "bank-used", count = self.used)
    }

    /// Empty until an answer is graded.
    pub fn facility_words(&self, l: Loader) -> String {
        let percent = self.facility;
        percent
            .map(|percent| fl!(l, "bank-facility", percent = percent))
            .unwrap_or_default()
    }
}

pub struct Lines {
    pub lines: Vec<Line>,
    /// The query of the next page, if there is one.
    pub older: Option<String>,
}

#[derive(QueryableByName)]
struct Use {
    #[diesel(sql_type = BigInt)]
    id: QuestionId,
    #[diesel(sql_type = BigInt)]
    used: i64,
    #[diesel(sql_type = Nullable<BigInt>)]
    facility: Option<i64>,
}

/// One page of the bank. The number of queries doesn't depend on how many questions there are.
pub fn page(conn: &mut PgConnection, course: CourseId, asked: &Asked) -> Result<Lines> {
    let mut rows = chosen(conn, course, asked, Some(PAGE + 1))?;
    let has_older = rows.len() > PAGE;
    rows.truncate(PAGE);
    let last = rows.last().map(|question| question.id);
    let ids: Vec<QuestionId> = rows.iter().map(|question| question.id).collect();
    let mut tags = tags_of(conn, &ids)?;
    let mut uses: HashMap<QuestionId, Use> = uses(conn, &ids)?;
    let line = |question: Question| {
        let usage = uses.remove(&question.id);
        Line {
            summary: pool::summary(&question.title, &question.question_text),
            tags: tags.remove(&question.id).unwrap_or_default(),
            used: usage.as_ref().map_or(0, |usage| usage.used),
            facility: usage.and_then(|usage| usage.facility),
            question,
        }
    };
    Ok(Lines {
        lines: rows.into_iter().map(line).collect(),
        older: last.filter(|_| has_older).map(|id| asked.before(id)),
    })
}

/// The questions that the filter leaves, the newest first; at most so many, or all.
pub fn chosen(
    conn: &mut PgConnection,
    course: CourseId,
    asked: &Asked,
    most: Option<usize>,
) -> Result<Vec<Question>> {
    let mut query = questions::table
        .filter(questions::course_id.eq(course))
        .select(Question::as_select())
        .order(questions::id.desc())
        .into_boxed();
    if let Some(most) = most {
        query = query.limit(most as i64);
    }
    query = match asked.is_retired() {
        true => query.filter(questions::archived_at.is_not_null()),
        false => query.filter(questions::archived_at.is_null()),
    };
    if let Some(kind) = QuestionType::from_name(&asked.kind) {
        query = query.filter(questions::question_type.eq(kind));
    }
    let words: String = asked.q.trim().chars().take(LONGEST_SEARCH).collect();
    for term in terms(&words) {
        let pattern = search::like_anywhere(&term);
        let is_in_title = questions::title.ilike(pattern.clone());
        query = query.filter(is_in_title.or(questions::question_text.ilike(pattern)));
    }
    if !asked.tag.is_empty() {
        let tag = asked.tag.replace('\0', "");
        let tagged = question_tags::table
            .filter(question_tags::question_id.eq(questions::id))
            .filter(question_tags::tag.eq(tag));
        query = query.filter(exists(tagged));
    }
    if let Ok(before) = asked.before.parse::<QuestionId>() {
        query = query.filter(questions::id.lt(before));
    }
    Ok(query.load(conn)?)
}

/// What has to stand somewhere in a question: every word, as the search of courses cuts them, or all that was typed if
/// there are only signs in it.
fn terms(words: &str) -> Vec<String> {
    let terms = search::terms(words);
    match terms.is_empty() && !words.is_empty() {
        true => vec![words.to_owned()],
        false => terms,
    }
}

/// The tags of these questions.
pub fn tags_of(
    conn: &mut PgConnection,
    ids: &[QuestionId],
) -> Result<HashMap<QuestionId, Vec<String>>> {
    let pairs: Vec<(QuestionId, String)> = question_tags::table
        .filter(question_tags::question_id.eq_any(ids))
        .order(question_tags::tag)
        .select((question_tags::question_id, question_tags::tag))
        .load(conn)?;
    let mut tags: HashMap<QuestionId, Vec<String>> = HashMap::new();
    for (question, tag) in pairs {
        tags.entry(question).or_default().push(tag);
    }
    Ok(tags)
}

fn uses(conn: &mut PgConnection, ids: &[QuestionId]) -> Result<HashMap<QuestionId, Use>> {
    let rows: Vec<Use> = sql_query(
        "SELECT q.id, (SELECT count(*) FROM quiz_slots s WHERE s.question_id = q.id) AS used,
             (SELECT round(avg(a.credit) * 100)::bigint FROM attempt_answers a WHERE a.question_id = q.id) AS facility
         FROM questions q WHERE q.id = ANY($1)",
    )
    .bind::<Array<BigInt>, _>(ids)
    .load(conn)?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}
