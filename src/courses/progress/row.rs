//! The row of a learner and a lesson: what is known of them, and the word of the learner that they are done.

use std::ops::Bound;

use bigdecimal::BigDecimal;
use chrono::{DateTime, Utc};
use diesel::dsl::now;
use diesel::pg::{Pg, PgConnection};
use diesel::prelude::*;

use super::intervals::Watched;
use super::rules::{Condition, Rules};
use super::settling::settle;
use crate::courses::model::{Lesson, LessonId, ProgressStatus};
use crate::error::{AppError, Result};
use crate::schema::progress;
use crate::text;
use crate::web::UserId;

#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = progress, check_for_backend(Pg))]
pub struct Progress {
    pub id: i64,
    pub status: ProgressStatus,
    /// Where the player resumes.
    pub position_ms: i64,
    watched: Vec<(Bound<i64>, Bound<i64>)>,
    pub viewed_at: Option<DateTime<Utc>>,
    pub submitted_at: Option<DateTime<Utc>>,
    /// In percent.
    pub score: Option<BigDecimal>,
    pub posted_at: Option<DateTime<Utc>>,
    pub attended_ms: i64,
    /// When the learner said that they are done.
    pub marked_at: Option<DateTime<Utc>>,
}

impl Progress {
    /// How far this person is with a lesson; `None` if they have never opened it.
    pub fn find(
        conn: &mut PgConnection,
        user: UserId,
        lesson: LessonId,
    ) -> Result<Option<Progress>> {
        let row = progress::table
            .filter(progress::user_id.eq(user))
            .filter(progress::lesson_id.eq(lesson))
            .select(Progress::as_select())
            .first(conn)
            .optional()?;
        Ok(row)
    }

    pub fn is_completed(&self) -> bool {
        self.status == ProgressStatus::Completed
    }

    pub fn watched(&self) -> Watched {
        Watched::from_bounds(self.watched.clone())
    }
}

/// Makes the row or finds it, and locks it until the transaction ends: what is reported of one learner in one lesson is
/// taken in one after another.
pub fn hold(conn: &mut PgConnection, user: UserId, lesson: &Lesson) -> QueryResult<i64> {
    diesel::insert_into(progress::table)
        .values((
            progress::user_id.eq(user),
            progress::course_id.eq(lesson.course_id),
            progress::lesson_id.eq(lesson.id),
            progress::status.eq(ProgressStatus::InProgress),
        ))
        .on_conflict((progress::user_id, progress::lesson_id))
        .do_update()
        .set(progress::last_accessed_at.eq(now))
        .returning(progress::id)
        .get_result(conn)
}

/// Notes that the learner says they are done with a lesson, or (where no script could tell) that they have opened it.
/// Tells whether the lesson is done now.
///
/// # Errors
/// `Conflict` for lessons that the program follows by itself.
pub fn mark_done(conn: &mut PgConnection, user: UserId, lesson: &Lesson) -> Result<bool> {
    let rules = Rules::of(conn, lesson)?;
    let is_by_hand = rules.take_the_learners_word(lesson);
    if !is_by_hand && !rules.ask_for(Condition::Viewed) {
        return Err(AppError::Conflict(text!("lessons-tracked")));
    }
    conn.transaction(|conn| {
        let row = progress::table.find(hold(conn, user, lesson)?);
        diesel::update(row.filter(progress::viewed_at.is_null()))
            .set(progress::viewed_at.eq(now))
            .execute(conn)?;
        // A second time does not move the day.
        if is_by_hand {
            diesel::update(row.filter(progress::marked_at.is_null()))
                .set(progress::marked_at.eq(now))
                .execute(conn)?;
        }
        settle(conn, user, lesson)
    })
}
