//! Making, opening, closing and showing quick quizzes: the part of those who run the class.

use diesel::dsl::{IntervalDsl, now};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::Timestamptz;

use super::form::{Draft, QuickForm};
use super::model::{self, QuickId};
use crate::error::{AppError, Result};
use crate::gradebook::{self, ItemKind};
use crate::live::rounds::{self, State, Step};
use crate::live::{Room, RoomId, Status, rooms};
use crate::quizzes::questions::{Arrangement, Content, plain};
use crate::quizzes::{self, BankChoice};
use crate::schema::{live_quick_questions, live_quick_quizzes};
use crate::text;
use crate::web::Viewer;

/// Makes a quick quiz, and opens it if that is wanted. Returns it, and the one that its opening has closed.
///
/// # Errors
/// As [`rooms::managed`]; `Invalid` for a form that is none or a question that can't be asked so; `Conflict` where the class
/// belongs to no course, is over, or is not live for opening.
pub fn create(
    conn: &mut PgConnection,
    viewer: &Viewer,
    room: RoomId,
    form: &QuickForm,
) -> Result<Vec<QuickId>> {
    let room = rooms::managed(conn, viewer, room)?;
    let course = room.course_id;
    let course = course.ok_or_else(|| AppError::Conflict(text!("live-quick-no-course")))?;
    if room.status == Status::Ended {
        return Err(AppError::Conflict(text!("live-quick-over")));
    }
    let draft = form.check()?;
    conn.transaction(|conn| {
        let chosen = chosen(conn, course, &draft)?;
        let quiz = insert(conn, viewer, &room, course, &draft, &chosen)?;
        match draft.is_opened {
            true => open(conn, &room, quiz),
            false => Ok(vec![quiz]),
        }
    })
}

/// The questions of the draft, in its order.
fn chosen(conn: &mut PgConnection, course: i64, draft: &Draft) -> Result<Vec<BankChoice>> {
    let mut bank = quizzes::self_marking(conn, course)?;
    let mut take = |id: &i64| {
        let place = bank.iter().position(|choice| choice.id == *id)?;
        Some(bank.swap_remove(place))
    };
    let chosen: Option<Vec<BankChoice>> = draft.questions.iter().map(&mut take).collect();
    chosen.ok_or_else(|| AppError::invalid("question", text!("live-quick-question-unknown")))
}

fn insert(
    conn: &mut PgConnection,
    viewer: &Viewer,
    room: &Room,
    course: i64,
    draft: &Draft,
    chosen: &[BankChoice],
) -> Result<QuickId> {
    let mut contents = Vec::new();
    for choice in chosen {
        contents.push(Content::of_version(conn, choice.id, choice.version)?);
    }
    // The name that a question has among teachers is not for learners.
    let title = match (draft.title.is_empty(), contents.first()) {
        (true, Some(first)) => plain(&first.stem).chars().take(80).collect(),
        _ => draft.title.clone(),
    };
    let quiz: QuickId = diesel::insert_into(live_quick_quizzes::table)
        .values((
            live_quick_quizzes::live_room_id.eq(room.id),
            live_quick_quizzes::course_id.eq(course),
            live_quick_quizzes::title.eq(title),
            live_quick_quizzes::seconds.eq(draft.seconds),
            live_quick_quizzes::created_by.eq(viewer.id),
        ))
        .returning(live_quick_quizzes::id)
        .get_result(conn)?;
    for (place, (choice, content)) in (1_i16..).zip(chosen.iter().zip(&contents)) {
        let order = Arrangement::draw(content, false, &mut rand::rng());
        let order = serde_json::to_value(order);
        diesel::insert_into(live_quick_questions::table)
            .values((
                live_quick_questions::quick_quiz_id.eq(quiz),
                live_quick_questions::place.eq(place),
                live_quick_questions::question_id.eq(choice.id),
                live_quick_questions::version.eq(choice.version),
                live_quick_questions::arrangement
                    .eq(order.map_err(|error| AppError::Internal(error.into()))?),
            ))
            .execute(conn)?;
    }
    Ok(quiz)
}

/// Takes a step; returns those that have changed. A step that has been taken is not taken again.
///
/// # Errors
/// As [`rooms::managed`]; `NotFound` for one of another room; `Conflict` for a step that can't follow.
pub fn step(
    conn: &mut PgConnection,
    viewer: &Viewer,
    room: RoomId,
    quiz: QuickId,
    step: Step,
) -> Result<Vec<QuickId>> {
    let room = rooms::managed(conn, viewer, room)?;
    conn.transaction(|conn| {
        let state = held(conn, &room, quiz)?;
        match (step, state) {
            (Step::Open, State::Prepared) => return open(conn, &room, quiz),
            (Step::Delete, State::Prepared) => {
                diesel::delete(live_quick_quizzes::table.find(quiz)).execute(conn)?;
            }
            (Step::Open | Step::Delete, _) => {
                return Err(AppError::Conflict(text!("live-quick-was-open")));
            }
            (Step::Close | Step::Show, State::Prepared) => {
                return Err(AppError::Conflict(text!("live-quick-not-open")));
            }
            (Step::Close, _) => close(conn, quiz)?,
            (Step::Show, _) => show(conn, viewer, quiz)?,
        }
        Ok(vec![quiz])
    })
}

/// Its state; answers and steps that come meanwhile wait.
fn held(conn: &mut PgConnection, room: &Room, quiz: QuickId) -> Result<State> {
    let row: model::Row = live_quick_quizzes::table
        .filter(live_quick_quizzes::id.eq(quiz))
        .filter(live_quick_quizzes::live_room_id.eq(room.id))
        .select(model::Row::as_select())
        .for_update()
        .first(conn)?;
    Ok(row.state())
}

/// Opens it, with its column of the grade book, and closes what was open.
fn open(conn: &mut PgConnection, room: &Room, id: QuickId) -> Result<Vec<QuickId>> {
    if room.status != Status::Live {
        return Err(AppError::Conflict(text!("live-quick-not-live")));
    }
    rounds::hold(conn, room.id)?;
    let mut changed: Vec<QuickId> = diesel::update(live_quick_quizzes::table)
        .filter(live_quick_quizzes::live_room_id.eq(room.id))
        .filter(live_quick_quizzes::opened_at.is_not_null())
        .filter(live_quick_quizzes::closed_at.is_null())
        .set(live_quick_quizzes::closed_at.eq(now))
        .returning(live_quick_quizzes::id)
        .get_results(conn)?;
    let quiz = model::one(conn, room.id, id)?;
    let (title, kind) = (&quiz.row.title, ItemKind::Quiz);
    let item = gradebook::add_item(conn, quiz.row.course_id, None, kind, title, quiz.worth())?;
    diesel::update(live_quick_quizzes::table.find(id))
        .set((
            live_quick_quizzes::grade_item_id.eq(item),
            live_quick_quizzes::opened_at.eq(now),
            live_quick_quizzes::closes_at
                .eq((now.into_sql::<Timestamptz>() + quiz.row.seconds.seconds()).nullable()),
        ))
        .execute(conn)?;
    changed.push(id);
    Ok(changed)
}

fn close(conn: &mut PgConnection, quiz: QuickId) -> QueryResult<()> {
    diesel::update(live_quick_quizzes::table.find(quiz))
        .filter(live_quick_quizzes::closed_at.is_null())
        .set(live_quick_quizzes::closed_at.eq(now))
        .execute(conn)
        .map(drop)
}

fn show(conn: &mut PgConnection, viewer: &Viewer, quiz: QuickId) -> Result<()> {
    close(conn, quiz)?;
    let item: Option<Option<i64>> = diesel::update(live_quick_quizzes::table.find(quiz))
        .filter(live_quick_quizzes::shown_at.is_null())
        .set(live_quick_quizzes::shown_at.eq(now))
        .returning(live_quick_quizzes::grade_item_id)
        .get_result(conn)
        .optional()?;
    match item.flatten() {
        Some(item) => gradebook::open_item(conn, viewer, item),
        None => Ok(()),
    }
}
