//! Answering a quick quiz.

use bigdecimal::BigDecimal;
use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::model::{self, Quick, QuickId};
use crate::courses;
use crate::error::{AppError, Result};
use crate::live::{RoomId, rooms};
use crate::quizzes::grading::grade;
use crate::quizzes::marks_of;
use crate::quizzes::questions::Answer;
use crate::schema::{live_quick_answers, live_quick_attempts, live_quick_quizzes};
use crate::web::Viewer;
use crate::{gradebook, text};

/// Characters of one answer.
const LONGEST: usize = 2000;

/// What is called `answer-7` in the form is the answer to the question 7.
pub fn prefix(question: i32) -> String {
    format!("answer-{question}")
}

/// Takes somebody's answers, marks them and puts the marks into the grade book. The server's clock says whether they are in
/// time, and each person answers once.
///
/// # Errors
/// As [`rooms::of`]; `NotFound` for what is not of the room or not open yet; `Invalid` for an answer without end; `Conflict`
/// for whoever does not take the course, comes late or has answered.
pub fn answer(
    conn: &mut PgConnection,
    viewer: &Viewer,
    room: RoomId,
    quiz: QuickId,
    fields: &[(String, String)],
) -> Result<()> {
    let room = rooms::of(conn, Some(viewer), room)?.room;
    refuse_long(fields)?;
    conn.transaction(|conn| {
        // The end of the quiz and the answers wait for each other here, so that none is counted late.
        live_quick_quizzes::table
            .filter(live_quick_quizzes::id.eq(quiz))
            .filter(live_quick_quizzes::live_room_id.eq(room.id))
            .filter(live_quick_quizzes::opened_at.is_not_null())
            .select(live_quick_quizzes::id)
            .for_share()
            .first::<QuickId>(conn)?;
        let quiz = model::one(conn, room.id, quiz)?;
        if !courses::is_enrolled(conn, viewer.id, quiz.row.course_id)? {
            return Err(AppError::Conflict(text!("live-quick-not-enrolled")));
        }
        if !quiz.row.takes_answers() {
            return Err(AppError::Conflict(text!("live-quick-late")));
        }
        let marked = marked(&quiz, fields)?;
        let points: BigDecimal = marked.iter().map(|marked| &marked.points).sum();
        begin(conn, viewer, quiz.row.id, &points)?;
        store(conn, viewer, &marked)?;
        match quiz.row.grade_item_id {
            Some(item) => gradebook::record(conn, item, viewer.id, Some(points), None),
            None => Ok(()),
        }
    })
}

/// # Errors
/// `Invalid` for an answer without end.
pub(super) fn refuse_long(fields: &[(String, String)]) -> Result<()> {
    let mut values = fields.iter().map(|(_, value)| value.chars().count());
    match values.any(|length| length > LONGEST) {
        true => Err(AppError::invalid("", text!("live-quick-answer-long"))),
        false => Ok(()),
    }
}

/// An answer with what it is worth.
pub(super) struct Marked {
    pub question: i32,
    pub answer: Answer,
    pub credit: BigDecimal,
    points: BigDecimal,
}

pub(super) fn marked(quiz: &Quick, fields: &[(String, String)]) -> Result<Vec<Marked>> {
    let questions = quiz.questions.iter();
    let marked = questions.map(|question| {
        let content = &question.content;
        let answer = content.read_answer(&question.order, &prefix(question.id), fields);
        let outcome = grade(content, &answer);
        let credit = outcome.credit().cloned();
        let credit = credit.ok_or_else(|| AppError::Internal(anyhow::anyhow!("needs a person")))?;
        Ok(Marked {
            question: question.id,
            points: marks_of(&credit, &content.points),
            answer,
            credit,
        })
    });
    marked.collect()
}

fn begin(
    conn: &mut PgConnection,
    viewer: &Viewer,
    quiz: QuickId,
    points: &BigDecimal,
) -> Result<()> {
    let begun = diesel::insert_into(live_quick_attempts::table)
        .values((
            live_quick_attempts::quick_quiz_id.eq(quiz),
            live_quick_attempts::user_id.eq(viewer.id),
            live_quick_attempts::points.eq(points),
        ))
        .on_conflict_do_nothing()
        .execute(conn)?;
    match begun {
        0 => Err(AppError::Conflict(text!("live-quick-answered"))),
        _ => Ok(()),
    }
}

fn store(conn: &mut PgConnection, viewer: &Viewer, marked: &[Marked]) -> Result<()> {
    let json = |answer: &Answer| {
        serde_json::to_value(answer).map_err(|error| AppError::Internal(error.into()))
    };
    let row = |marked: &Marked| {
        Ok((
            live_quick_answers::quick_question_id.eq(marked.question),
            live_quick_answers::user_id.eq(viewer.id),
            live_quick_answers::answer.eq(json(&marked.answer)?),
            live_quick_answers::credit.eq(marked.credit.clone()),
        ))
    };
    let rows: Result<Vec<_>> = marked.iter().map(row).collect();
    diesel::insert_into(live_quick_answers::table)
        .values(rows?)
        .execute(conn)?;
    Ok(())
}
