//! What a class has answered, as bars.

use std::collections::HashMap;

use bigdecimal::{BigDecimal, One, Zero};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Array, BigInt, Integer, Jsonb, Numeric};
use i18n_embed_fl::fl;
use serde_json::Value;

use super::model::{self, Question, Quick};
use crate::error::{AppError, Result};
use crate::i18n::Loader;
use crate::live::rounds::State;
use crate::markdown::{self, SafeHtml};
use crate::quizzes::questions::{Answer, Body};
use crate::schema::live_quick_answers;
use crate::web::UserId;

/// Answers that are alike, and how many gave them.
#[derive(Clone, Debug)]
pub struct Alike {
    pub answer: Answer,
    pub credit: BigDecimal,
    pub people: i64,
}

/// What somebody has answered, by question, with what it was worth.
pub type Own = HashMap<i32, (Answer, BigDecimal)>;

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Integer)]
    question: i32,
    #[diesel(sql_type = Jsonb)]
    answer: Value,
    #[diesel(sql_type = Numeric)]
    credit: BigDecimal,
    #[diesel(sql_type = BigInt)]
    people: i64,
}

/// What was answered to these questions.
fn of(conn: &mut PgConnection, questions: &[i32]) -> Result<HashMap<i32, Vec<Alike>>> {
    let rows: Vec<Row> = sql_query(
        "SELECT quick_question_id AS question, answer, credit, count(*) AS people \
         FROM live_quick_answers WHERE quick_question_id = ANY($1) \
         GROUP BY quick_question_id, answer, credit ORDER BY people DESC",
    )
    .bind::<Array<Integer>, _>(questions)
    .load(conn)?;
    let mut all: HashMap<i32, Vec<Alike>> = HashMap::new();
    for row in rows {
        let answer = serde_json::from_value(row.answer);
        all.entry(row.question).or_default().push(Alike {
            answer: answer.map_err(|error| AppError::Internal(error.into()))?,
            credit: row.credit,
            people: row.people,
        });
    }
    Ok(all)
}

/// What was answered to those whose results are shown.
pub fn tallies(conn: &mut PgConnection, quizzes: &[Quick]) -> Result<HashMap<i32, Vec<Alike>>> {
    let shown = quizzes
        .iter()
        .filter(|quiz| quiz.row.state() == State::Shown);
    let questions: Vec<i32> = shown
        .flat_map(|quiz| quiz.questions.iter().map(|question| question.id))
        .collect();
    match questions.is_empty() {
        true => Ok(HashMap::new()),
        false => of(conn, &questions),
    }
}

/// What this person has answered to these.
pub fn own(
    conn: &mut PgConnection,
    viewer: UserId,
    quizzes: &[model::QuickId],
) -> Result<HashMap<model::QuickId, Own>> {
    use crate::schema::live_quick_questions as questions;
    let rows: Vec<(model::QuickId, i32, Value, BigDecimal)> = live_quick_answers::table
        .inner_join(questions::table)
        .filter(live_quick_answers::user_id.eq(viewer))
        .filter(questions::quick_quiz_id.eq_any(quizzes))
        .select((
            questions::quick_quiz_id,
            questions::id,
            live_quick_answers::answer,
            live_quick_answers::credit,
        ))
        .load(conn)?;
    let mut all: HashMap<model::QuickId, Own> = HashMap::new();
    for (quiz, question, answer, credit) in rows {
        let answer = serde_json::from_value(answer);
        let answer = answer.map_err(|error| AppError::Internal(error.into()))?;
        all.entry(quiz)
            .or_default()
            .insert(question, (answer, credit));
    }
    Ok(all)
}

/// One bar.
pub struct Bar {
    pub label: SafeHtml,
    pub people: i64,
    /// Of all who have answered, in percent.
    pub share: i64,
    /// `right` for what belongs to the key.
    pub mark: &'static str,
}

/// A bar for each option in the order shown; of questions without options one each for right, partly right, wrong and
/// nothing.
pub fn bars(l: Loader, question: &Question, all: &[Alike]) -> Vec<Bar> {
    let total: i64 = all.iter().map(|alike| alike.people).sum();
    let bar = |label: SafeHtml, people: i64, is_right: bool| Bar {
        label,
        people,
        share: (people * 100).checked_div(total).unwrap_or(0),
        mark: if is_right { "right" } else { "" },
    };
    let count = |wanted: &dyn Fn(&Alike) -> bool| -> i64 {
        let matching = all.iter().filter(|alike| wanted(alike));
        matching.map(|alike| alike.people).sum()
    };
    if let Body::TrueFalse { is_true, .. } = &question.content.body {
        let said =
            |truth: bool| count(&|alike| alike.answer == Answer::TrueFalse { is_true: truth });
        let label = |truth: bool| match truth {
            true => markdown::full(&fl!(l, "quizzes-true")),
            false => markdown::full(&fl!(l, "quizzes-false")),
        };
        return [true, false]
            .map(|truth| bar(label(truth), said(truth), truth == *is_true))
            .into();
    }
    let choices: Vec<_> = question.content.choices().iter().enumerate().collect();
    if !choices.is_empty() {
        let places: Vec<&(usize, _)> = choices.iter().collect();
        let shown = question.order.of(&places).into_iter();
        return shown
            .map(|(at, choice)| {
                let people = count(&|alike| has_chosen(&alike.answer, *at));
                bar(markdown::full(&choice.text), people, choice.is_right())
            })
            .collect();
    }
    let is_full = |alike: &Alike| alike.credit.is_one();
    let is_none = |alike: &Alike| alike.credit.is_zero();
    let is_empty = |alike: &Alike| alike.answer.is_empty();
    [
        (fl!(l, "live-quick-right"), count(&is_full), true),
        (
            fl!(l, "live-quick-part"),
            count(&|alike| !is_full(alike) && !is_none(alike)),
            false,
        ),
        (
            fl!(l, "live-quick-wrong"),
            count(&|alike| is_none(alike) && !is_empty(alike)),
            false,
        ),
        (fl!(l, "live-quick-nothing"), count(&is_empty), false),
    ]
    .into_iter()
    .filter(|(_, people, is_right)| *is_right || *people > 0)
    .map(|(label, people, is_right)| bar(markdown::full(&label), people, is_right))
    .collect()
}

fn has_chosen(answer: &Answer, place: usize) -> bool {
    match answer {
        Answer::Choice { option } => *option == place,
        Answer::Choices { options } => options.contains(&place),
        _ => false,
    }
}
