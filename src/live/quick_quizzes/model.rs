//! Quick quizzes as they are stored, with what they ask.

use std::collections::HashMap;

use bigdecimal::BigDecimal;
use chrono::{DateTime, Utc};
use diesel::dsl::{count_star, sql};
use diesel::expression::SqlLiteral;
use diesel::pg::{Pg, PgConnection};
use diesel::prelude::*;
use diesel::sql_types::Bool;
use serde_json::Value;

use crate::error::{AppError, Result};
use crate::live::RoomId;
use crate::live::rounds::{self, State};
use crate::quizzes::questions::{Arrangement, Content, plain};
use crate::schema::{
    live_quick_attempts, live_quick_questions, live_quick_quizzes, question_versions,
};

pub type QuickId = i64;

/// More than any class has.
const MOST: i64 = 20;

#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = live_quick_quizzes, check_for_backend(Pg))]
pub struct Row {
    pub id: QuickId,
    pub live_room_id: RoomId,
    pub course_id: i64,
    pub title: String,
    pub seconds: i32,
    pub grade_item_id: Option<i64>,
    pub opened_at: Option<DateTime<Utc>>,
    pub closes_at: Option<DateTime<Utc>>,
    pub closed_at: Option<DateTime<Utc>>,
    pub shown_at: Option<DateTime<Utc>>,
    #[diesel(select_expression = rounds::is_over(), select_expression_type = SqlLiteral<Bool>)]
    is_over: bool,
    #[diesel(select_expression = is_late(), select_expression_type = SqlLiteral<Bool>)]
    is_late: bool,
}

/// Whether an answer that comes now is late: one may be on its way for two seconds when the time runs out.
fn is_late() -> SqlLiteral<Bool> {
    sql("coalesce(closes_at + interval '2 seconds' < clock_timestamp(), true)")
}

/// A question with its key: never to be rendered but through [`Asked`](crate::quizzes::Asked).
#[derive(Clone, Debug)]
pub struct Question {
    pub id: i32,
    pub content: Content,
    pub order: Arrangement,
}

#[derive(Clone, Debug)]
pub struct Quick {
    pub row: Row,
    pub questions: Vec<Question>,
}

impl Row {
    pub fn state(&self) -> State {
        State::of(self.opened_at, self.closed_at, self.shown_at, self.is_over)
    }

    /// Whether an answer that comes now is in time.
    pub fn takes_answers(&self) -> bool {
        !self.is_late && self.closed_at.is_none() && self.shown_at.is_none()
    }
}

impl Quick {
    /// What all its questions are worth.
    pub fn worth(&self) -> BigDecimal {
        let points = self.questions.iter();
        points.map(|question| &question.content.points).sum()
    }

    /// What it is called, unless that is its first question, which stands there anyway.
    pub fn heading(&self) -> &str {
        let first = self.questions.first();
        let stem = first.map(|question| plain(&question.content.stem));
        match stem.is_some_and(|stem| stem.starts_with(&self.row.title)) {
            true => "",
            false => &self.row.title,
        }
    }
}

/// The quick quizzes of a room, the newest first.
pub fn of_room(conn: &mut PgConnection, room: RoomId) -> Result<Vec<Quick>> {
    let rows: Vec<Row> = live_quick_quizzes::table
        .filter(live_quick_quizzes::live_room_id.eq(room))
        .order(live_quick_quizzes::id.desc())
        .limit(MOST)
        .select(Row::as_select())
        .load(conn)?;
    with_questions(conn, rows)
}

/// These quick quizzes of a room as they are now; those that are gone are left out.
pub fn these(conn: &mut PgConnection, room: RoomId, ids: &[QuickId]) -> Result<Vec<Quick>> {
    let rows: Vec<Row> = live_quick_quizzes::table
        .filter(live_quick_quizzes::id.eq_any(ids))
        .filter(live_quick_quizzes::live_room_id.eq(room))
        .select(Row::as_select())
        .load(conn)?;
    with_questions(conn, rows)
}

/// One of this room.
///
/// # Errors
/// `NotFound` if it has none of this id.
pub fn one(conn: &mut PgConnection, room: RoomId, id: QuickId) -> Result<Quick> {
    these(conn, room, &[id])?.pop().ok_or(AppError::NotFound)
}

fn with_questions(conn: &mut PgConnection, rows: Vec<Row>) -> Result<Vec<Quick>> {
    let ids: Vec<QuickId> = rows.iter().map(|row| row.id).collect();
    let version = question_versions::question_id
        .eq(live_quick_questions::question_id)
        .and(question_versions::version.eq(live_quick_questions::version));
    let asked: Vec<(QuickId, i32, Value, Value)> = live_quick_questions::table
        .inner_join(question_versions::table.on(version))
        .filter(live_quick_questions::quick_quiz_id.eq_any(ids))
        .order((
            live_quick_questions::quick_quiz_id,
            live_quick_questions::place,
        ))
        .select((
            live_quick_questions::quick_quiz_id,
            live_quick_questions::id,
            live_quick_questions::arrangement,
            question_versions::content,
        ))
        .load(conn)?;
    let mut questions: HashMap<QuickId, Vec<Question>> = HashMap::new();
    for (quiz, id, order, content) in asked {
        let order = serde_json::from_value(order);
        questions.entry(quiz).or_default().push(Question {
            id,
            content: Content::from_json(content)?,
            order: order.map_err(|error| AppError::Internal(error.into()))?,
        });
    }
    let whole = |row: Row| Quick {
        questions: questions.remove(&row.id).unwrap_or_default(),
        row,
    };
    Ok(rows.into_iter().map(whole).collect())
}

/// One that was put to a room: when, by which name, and which it is if its results were shown.
pub type Opened = (DateTime<Utc>, String, Option<QuickId>);

/// Those that were put to a room, in their order.
pub fn opened_in(conn: &mut PgConnection, room: RoomId) -> Result<Vec<Opened>> {
    let opened: Vec<(DateTime<Utc>, String, QuickId, bool)> = live_quick_quizzes::table
        .filter(live_quick_quizzes::live_room_id.eq(room))
        .filter(live_quick_quizzes::opened_at.is_not_null())
        .order(live_quick_quizzes::opened_at)
        .select((
            live_quick_quizzes::opened_at.assume_not_null(),
            live_quick_quizzes::title,
            live_quick_quizzes::id,
            live_quick_quizzes::shown_at.is_not_null(),
        ))
        .load(conn)?;
    let opened = opened.into_iter();
    Ok(opened
        .map(|(at, title, id, is_shown)| (at, title, is_shown.then_some(id)))
        .collect())
}

/// How many have answered each of these; those that nobody has answered are left out.
pub fn answered(conn: &mut PgConnection, ids: &[QuickId]) -> Result<HashMap<QuickId, i64>> {
    let counts: Vec<(QuickId, i64)> = live_quick_attempts::table
        .filter(live_quick_attempts::quick_quiz_id.eq_any(ids))
        .group_by(live_quick_attempts::quick_quiz_id)
        .select((live_quick_attempts::quick_quiz_id, count_star()))
        .load(conn)?;
    Ok(counts.into_iter().collect())
}
