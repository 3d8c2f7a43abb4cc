//! What a quiz asks: questions of the bank, and draws from it, in order.

use bigdecimal::BigDecimal;
use diesel::dsl::max;
use diesel::pg::{Pg, PgConnection};
use diesel::prelude::*;
use serde::Deserialize;

use super::saving::held;
use crate::courses::{CourseId, LessonId};
use crate::error::{AppError, Errors, Result, broken_constraint};
use crate::quizzes::quiz::{Quiz, QuizId};
use crate::quizzes::{grade, marks};
use crate::schema::{questions, quiz_slots};
use crate::text;
use crate::web::Viewer;

/// More than anybody answers in one sitting.
const MOST_SLOTS: i32 = 200;

#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = quiz_slots, check_for_backend(Pg))]
pub struct Slot {
    pub id: i64,
    pub order: i32,
    /// Of each question that comes out of it.
    pub points: BigDecimal,
    pub question_id: Option<i64>,
    pub draw_count: Option<i32>,
    /// The whole bank, if none.
    pub draw_tag: Option<String>,
}

/// The form of a slot, as it was typed. A question, or a number to draw.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct SlotForm {
    pub question_id: String,
    pub draw_count: String,
    pub draw_tag: String,
    pub points: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    Up,
    Down,
}

pub fn of_quiz(conn: &mut PgConnection, quiz: QuizId) -> Result<Vec<Slot>> {
    Ok(quiz_slots::table
        .filter(quiz_slots::quiz_id.eq(quiz))
        .order(quiz_slots::order)
        .select(Slot::as_select())
        .load(conn)?)
}

/// Adds a slot at the end.
pub fn add(
    conn: &mut PgConnection,
    viewer: &Viewer,
    course: CourseId,
    lesson: LessonId,
    form: &SlotForm,
) -> Result<()> {
    conn.transaction(|conn| {
        let quiz = held(conn, viewer, course, lesson)?;
        let mut errors = Errors::default();
        let points = marks::points(&mut errors, "points", &form.points);
        let (question, draw) = match form.question_id.parse::<i64>() {
            Ok(question) => (Some(question), None),
            Err(_) => (None, draw_count(&mut errors, &form.draw_count)),
        };
        errors.into_result()?;
        if let Some(question) = question {
            require_of_bank(conn, course, question)?;
        }
        let last = last_order(conn, quiz.id)?;
        diesel::insert_into(quiz_slots::table)
            .values((
                quiz_slots::quiz_id.eq(quiz.id),
                quiz_slots::order.eq(last + 1),
                quiz_slots::points.eq(points),
                quiz_slots::question_id.eq(question),
                quiz_slots::draw_count.eq(draw),
                quiz_slots::draw_tag.eq(tag(form).filter(|_| draw.is_some())),
            ))
            .execute(conn)
            .map_err(asked_twice)?;
        grade::follow(conn, quiz.id)
    })
}

fn draw_count(errors: &mut Errors, typed: &str) -> Option<i32> {
    let count = typed.trim().parse().ok();
    let count = count.filter(|count| (1..=100).contains(count));
    errors.require(count.is_some(), "draw_count", text!("quizzes-slot-count"));
    count
}

fn tag(form: &SlotForm) -> Option<String> {
    let tag = form.draw_tag.trim();
    (!tag.is_empty()).then(|| tag.to_owned())
}

fn require_of_bank(conn: &mut PgConnection, course: CourseId, question: i64) -> Result<()> {
    let found: Option<i64> = questions::table
        .find(question)
        .filter(questions::course_id.eq(course))
        .select(questions::id)
        .first(conn)
        .optional()?;
    found
        .map(drop)
        .ok_or_else(|| AppError::invalid("question_id", text!("quizzes-slot-unknown")))
}

fn asked_twice(error: diesel::result::Error) -> AppError {
    match broken_constraint(&error) {
        Some("quiz_slots_question_key") => {
            AppError::invalid("question_id", text!("quizzes-slot-twice"))
        }
        _ => error.into(),
    }
}

fn last_order(conn: &mut PgConnection, quiz: QuizId) -> Result<i32> {
    let last: Option<i32> = quiz_slots::table
        .filter(quiz_slots::quiz_id.eq(quiz))
        .select(max(quiz_slots::order))
        .first(conn)?;
    let last = last.unwrap_or(0);
    if last < MOST_SLOTS {
        Ok(last)
    } else {
        let most = i64::from(MOST_SLOTS);
        Err(AppError::invalid(
            "",
            text!("quizzes-slot-too-many", max = most),
        ))
    }
}

/// Changes what a slot is worth and, of a draw, how many it draws from what.
pub(super) fn change(
    conn: &mut PgConnection,
    viewer: &Viewer,
    course: CourseId,
    lesson: LessonId,
    slot: i64,
    form: &SlotForm,
) -> Result<()> {
    conn.transaction(|conn| {
        let quiz = held(conn, viewer, course, lesson)?;
        let slot = find(conn, &quiz, slot)?;
        let mut errors = Errors::default();
        let points = marks::points(&mut errors, "points", &form.points);
        let draw = match slot.draw_count {
            Some(_) => draw_count(&mut errors, &form.draw_count),
            None => None,
        };
        errors.into_result()?;
        diesel::update(quiz_slots::table.find(slot.id))
            .set((
                quiz_slots::points.eq(points),
                quiz_slots::draw_count.eq(draw),
                quiz_slots::draw_tag.eq(tag(form).filter(|_| draw.is_some())),
            ))
            .execute(conn)?;
        grade::follow(conn, quiz.id)
    })
}

fn find(conn: &mut PgConnection, quiz: &Quiz, slot: i64) -> Result<Slot> {
    Ok(quiz_slots::table
        .find(slot)
        .filter(quiz_slots::quiz_id.eq(quiz.id))
        .select(Slot::as_select())
        .first(conn)?)
}

/// Moves a slot by one place; at the end of the list nothing happens.
pub(super) fn shift(
    conn: &mut PgConnection,
    viewer: &Viewer,
    course: CourseId,
    lesson: LessonId,
    slot: i64,
    direction: Direction,
) -> Result<()> {
    conn.transaction(|conn| {
        let quiz = held(conn, viewer, course, lesson)?;
        find(conn, &quiz, slot)?;
        let mut order: Vec<i64> = of_quiz(conn, quiz.id)?.iter().map(|slot| slot.id).collect();
        let at = order.iter().position(|id| *id == slot).unwrap_or(0);
        match direction {
            Direction::Up if at > 0 => order.swap(at, at - 1),
            Direction::Down if at + 1 < order.len() => order.swap(at, at + 1),
            _ => return Ok(()),
        }
        store_order(conn, &order)
    })
}

/// Takes a slot out. Attempts that have drawn from it keep their questions.
pub(super) fn remove(
    conn: &mut PgConnection,
    viewer: &Viewer,
    course: CourseId,
    lesson: LessonId,
    slot: i64,
) -> Result<()> {
    conn.transaction(|conn| {
        let quiz = held(conn, viewer, course, lesson)?;
        let slot = find(conn, &quiz, slot)?;
        diesel::delete(quiz_slots::table.find(slot.id)).execute(conn)?;
        let order: Vec<i64> = of_quiz(conn, quiz.id)?.iter().map(|slot| slot.id).collect();
        store_order(conn, &order)?;
        grade::follow(conn, quiz.id)
    })
}

fn store_order(conn: &mut PgConnection, order: &[i64]) -> Result<()> {
    diesel::sql_query("SET CONSTRAINTS quiz_slots_order_key DEFERRED").execute(conn)?;
    diesel::sql_query(
        "UPDATE quiz_slots SET \"order\" = place.at FROM unnest($1::bigint[]) WITH ORDINALITY AS place (id, at)
         WHERE quiz_slots.id = place.id",
    )
    .bind::<diesel::sql_types::Array<diesel::sql_types::BigInt>, _>(order)
    .execute(conn)?;
    Ok(())
}
