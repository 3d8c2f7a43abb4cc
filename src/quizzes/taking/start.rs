//! The start of an attempt: one open attempt per learner and quiz, however often the button is pressed.

use bigdecimal::BigDecimal;
use chrono::{DateTime, Utc};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::Text;
use rand::rngs::StdRng;

use super::attempt::{Attempt, AttemptId, Status};
use super::draw::{self, Drawn};
use super::rules;
use super::submission::close_if_due;
use crate::courses::CourseId;
use crate::db;
use crate::error::{AppError, Result};
use crate::jobs;
use crate::quizzes::jobs::CloseAttempt;
use crate::quizzes::pool;
use crate::quizzes::questions::{Arrangement, Content};
use crate::quizzes::quiz::{Quiz, QuizId};
use crate::quizzes::settings::{accommodation_of, slots_of};
use crate::schema::{attempt_answers, attempts};
use crate::text;
use crate::web::{UserId, Viewer};

/// Begins an attempt, or finds the one that is open.
///
/// # Errors
/// `Conflict` with words where the quiz does not allow another attempt now; `NotFound` where it is not open to them.
pub fn start(
    conn: &mut PgConnection,
    viewer: &Viewer,
    course: CourseId,
    quiz: QuizId,
) -> Result<AttemptId> {
    conn.transaction(|conn| {
        let (quiz, _) = Quiz::to_study(conn, viewer, course, quiz)?;
        lock(conn, quiz.id, viewer.id)?;
        let mut earlier = of_learner(conn, quiz.id, viewer.id)?;
        if let Some(open) = earlier.iter_mut().find(|attempt| attempt.is_open()) {
            *open = close_if_due(conn, open.id)?;
            if open.is_open() {
                return Ok(open.id);
            }
        }
        let (slots, now) = (slots_of(conn, quiz.id)?, db::clock(conn)?);
        if let Some(refusal) = rules::refusal(&quiz, !slots.is_empty(), &earlier, now) {
            return Err(AppError::Conflict(refusal.words(viewer)));
        }
        let bank = pool::of_course(conn, course)?;
        let mut rng: StdRng = rand::make_rng();
        let drawn = draw::draw(&slots, &bank, quiz.shuffles_questions, &mut rng)
            .map_err(|_| AppError::Conflict(text!("quizzes-refused-bank")))?;
        let number = i32::try_from(earlier.len()).unwrap_or(i32::MAX) + 1;
        let attempt = insert(conn, &quiz, viewer.id, number, now, &drawn)?;
        freeze(conn, attempt.id, &drawn, quiz.shuffles_options, &mut rng)?;
        if let Some(delay) = attempt.time_left(now) {
            jobs::enqueue_in(
                conn,
                &CloseAttempt {
                    attempt: attempt.id,
                },
                delay,
            )?;
        }
        Ok(attempt.id)
    })
}

/// One learner starts one quiz at a time: two would both see that none is open.
fn lock(conn: &mut PgConnection, quiz: QuizId, user: UserId) -> Result<()> {
    sql_query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))")
        .bind::<Text, _>(format!("attempt of quiz {quiz} by {user}"))
        .execute(conn)?;
    Ok(())
}

/// A learner's attempts at a quiz, the first one first.
pub fn of_learner(conn: &mut PgConnection, quiz: QuizId, user: UserId) -> Result<Vec<Attempt>> {
    Ok(attempts::table
        .filter(attempts::quiz_id.eq(quiz))
        .filter(attempts::user_id.eq(user))
        .order(attempts::number)
        .select(Attempt::as_select())
        .load(conn)?)
}

fn insert(
    conn: &mut PgConnection,
    quiz: &Quiz,
    user: UserId,
    number: i32,
    now: DateTime<Utc>,
    drawn: &[Drawn],
) -> Result<Attempt> {
    let more = accommodation_of(conn, quiz.id, user)?;
    let limit = quiz.time_limit_ms.map(|limit| more.limit_ms(limit));
    let ends = limit.map(|limit| now + chrono::Duration::milliseconds(limit));
    // The earlier of the two, where there are two.
    let deadline = ends.into_iter().chain(quiz.close_at).min();
    Ok(diesel::insert_into(attempts::table)
        .values((
            attempts::quiz_id.eq(quiz.id),
            attempts::user_id.eq(user),
            attempts::number.eq(number),
            attempts::status.eq(Status::Open),
            attempts::started_at.eq(now),
            attempts::active_at.eq(now),
            attempts::deadline_at.eq(deadline),
            attempts::max_score.eq(drawn.iter().map(|one| &one.points).sum::<BigDecimal>()),
        ))
        .returning(Attempt::as_returning())
        .get_result(conn)?)
}

/// Writes down which version of each question is asked, and in which order its options stand.
fn freeze(
    conn: &mut PgConnection,
    attempt: AttemptId,
    drawn: &[Drawn],
    shuffles_options: bool,
    rng: &mut StdRng,
) -> Result<()> {
    let mut rows = Vec::with_capacity(drawn.len());
    for (place, one) in (1i32..).zip(drawn) {
        let content = Content::of_version(conn, one.question_id, one.version)?;
        let order = Arrangement::draw(&content, shuffles_options, rng);
        rows.push((
            attempt_answers::attempt_id.eq(attempt),
            attempt_answers::place.eq(place),
            attempt_answers::question_id.eq(one.question_id),
            attempt_answers::version.eq(one.version),
            attempt_answers::points.eq(one.points.clone()),
            attempt_answers::option_order.eq(serde_json::json!(order)),
        ));
    }
    diesel::insert_into(attempt_answers::table)
        .values(rows)
        .execute(conn)?;
    Ok(())
}
