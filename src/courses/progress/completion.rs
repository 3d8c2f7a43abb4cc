//! What other subjects report of a learner and a lesson, in the transactions in which it happens.

use bigdecimal::BigDecimal;
use diesel::dsl::{exists, now};
use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::row::hold;
use super::rules::Condition;
use super::settling::{lesson_of, settle};
use super::sources;
use crate::courses::model::{CourseId, Lesson, LessonId};
use crate::error::Result;
use crate::schema::{completion_rules, lessons, progress};
use crate::web::UserId;

/// The learner has handed something in for this lesson.
pub fn record_submission(conn: &mut PgConnection, user: UserId, lesson: LessonId) -> Result<()> {
    conn.transaction(|conn| {
        let lesson = lesson_of(conn, lesson)?;
        let row = progress::table.find(hold(conn, user, &lesson)?);
        diesel::update(row.filter(progress::submitted_at.is_null()))
            .set(progress::submitted_at.eq(now))
            .execute(conn)?;
        settle(conn, user, &lesson).map(drop)
    })
}

/// The learner's mark for this lesson is now so many percent; what lies outside of 0 to 100 counts as the nearest of
/// them. A mark that falls later takes no completion away.
pub fn record_score(
    conn: &mut PgConnection,
    user: UserId,
    lesson: LessonId,
    percent: BigDecimal,
) -> Result<()> {
    let percent = percent.clamp(BigDecimal::from(0), BigDecimal::from(100));
    conn.transaction(|conn| {
        let lesson = lesson_of(conn, lesson)?;
        let row = progress::table.find(hold(conn, user, &lesson)?);
        diesel::update(row)
            .set(progress::score.eq(percent.with_scale_round(2, bigdecimal::RoundingMode::Down)))
            .execute(conn)?;
        settle(conn, user, &lesson).map(drop)
    })
}

/// The same for many learners of a lesson at once, however many they are by as many statements.
pub fn record_scores(
    conn: &mut PgConnection,
    lesson: LessonId,
    scores: &[(UserId, BigDecimal)],
) -> Result<()> {
    let lesson = lesson_of(conn, lesson)?;
    let changed = sources::note_scores(conn, &lesson, scores)?;
    let asks = completion_rules::table
        .filter(completion_rules::lesson_id.eq(lesson.id))
        .filter(completion_rules::condition.eq(Condition::Scored));
    match diesel::select(exists(asks)).get_result(conn)? {
        true => settle_all(conn, &lesson, &changed),
        false => Ok(()),
    }
}

/// These people have written in the course's room.
pub fn record_post(conn: &mut PgConnection, course: CourseId, people: &[UserId]) -> Result<()> {
    let lessons: Vec<Lesson> = lessons::table
        .inner_join(completion_rules::table)
        .filter(lessons::course_id.eq(course))
        .filter(completion_rules::condition.eq(Condition::Posted))
        .select(Lesson::as_select())
        .load(conn)?;
    for lesson in &lessons {
        let new = sources::note_post(conn, lesson, people)?;
        settle_all(conn, lesson, &new)?;
    }
    Ok(())
}

/// A stay of these people in the class with this id has ended.
pub fn record_attendance(conn: &mut PgConnection, live_room: i64, people: &[UserId]) -> Result<()> {
    let lesson: Option<Lesson> = lessons::table
        .inner_join(completion_rules::table)
        .filter(lessons::live_room_id.eq(live_room))
        .filter(completion_rules::condition.eq(Condition::Attended))
        .select(Lesson::as_select())
        .first(conn)
        .optional()?;
    if let Some(lesson) = lesson {
        let new = sources::note_stays(conn, &lesson, Some(people))?;
        settle_all(conn, &lesson, &new)?;
    }
    Ok(())
}

fn settle_all(conn: &mut PgConnection, lesson: &Lesson, people: &[UserId]) -> Result<()> {
    people
        .iter()
        .try_for_each(|user| settle(conn, *user, lesson).map(drop))
}
