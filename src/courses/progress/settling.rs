//! The moment a lesson is done, and with it perhaps others that wait for it, and the course.
//!
//! Invariants: a completion is written once and never taken away; a locked lesson is never completed; whatever follows
//! from a completion (the course, its certificate) is written in the same transaction.

use diesel::dsl::{exists, not, now};
use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::row::Progress;
use super::rules::Rules;
use crate::courses::finishing;
use crate::courses::model::{CourseId, Lesson, LessonId, ProgressStatus};
use crate::error::Result;
use crate::schema::{lesson_prerequisites, lessons, progress};
use crate::web::UserId;

/// Completes the lesson if what is known of the learner is enough. To be called after each thing that is noted, in its
/// transaction. Tells whether the lesson is done, now or already.
pub fn settle(conn: &mut PgConnection, user: UserId, lesson: &Lesson) -> Result<bool> {
    let Some(row) = Progress::find(conn, user, lesson.id)? else {
        return Ok(false);
    };
    if row.is_completed() {
        return Ok(true);
    }
    if !Rules::of(conn, lesson)?.are_met(lesson, &row) {
        return Ok(false);
    }
    Ok(!complete(conn, lesson, &[row.id])?.is_empty())
}

/// Completes these rows of a lesson, unless it is still locked for their learners. Whose course is finished with it has
/// that written too. Answers whom it was completed for.
pub fn complete(conn: &mut PgConnection, lesson: &Lesson, rows: &[i64]) -> Result<Vec<UserId>> {
    let mut learners: Vec<UserId> = diesel::update(progress::table)
        .filter(progress::id.eq_any(rows))
        .filter(progress::status.ne(ProgressStatus::Completed))
        .filter(
            lesson
                .is_preview
                .into_sql::<diesel::sql_types::Bool>()
                .or(not(exists(missing()))),
        )
        .set((
            progress::status.eq(ProgressStatus::Completed),
            progress::completed_at.eq(now),
            progress::last_accessed_at.eq(now),
        ))
        .returning(progress::user_id)
        .get_results(conn)?;
    if learners.is_empty() {
        return Ok(learners);
    }
    learners.sort_unstable();
    finishing::check(conn, lesson.course_id, &learners)?;
    unlock(conn, lesson, &learners)?;
    Ok(learners)
}

diesel::alias!(progress as earlier: Earlier);

/// What has to be done before the lesson of this row of `progress`, and is not.
#[diesel::dsl::auto_type(no_type_alias)]
fn missing() -> _ {
    let completed: ProgressStatus = ProgressStatus::Completed;
    let done = earlier
        .filter(earlier.field(progress::user_id).eq(progress::user_id))
        .filter(
            earlier
                .field(progress::lesson_id)
                .eq(lesson_prerequisites::required_lesson_id),
        )
        .filter(earlier.field(progress::status).eq(completed));
    lesson_prerequisites::table
        .filter(lesson_prerequisites::lesson_id.eq(progress::lesson_id))
        .filter(not(exists(done)))
}

/// What was done behind a lock (a message in the room, minutes in a class) counts once the lock is open.
fn unlock(conn: &mut PgConnection, lesson: &Lesson, learners: &[UserId]) -> Result<()> {
    let waiting: Vec<(Lesson, UserId)> = lessons::table
        .inner_join(lesson_prerequisites::table.on(lesson_prerequisites::lesson_id.eq(lessons::id)))
        .inner_join(progress::table.on(progress::lesson_id.eq(lessons::id)))
        .filter(lesson_prerequisites::required_lesson_id.eq(lesson.id))
        .filter(progress::user_id.eq_any(learners))
        .filter(progress::status.ne(ProgressStatus::Completed))
        .select((Lesson::as_select(), progress::user_id))
        .load(conn)?;
    waiting
        .iter()
        .try_for_each(|(lesson, user)| settle(conn, *user, lesson).map(drop))
}

/// A lesson by its id, for those whom other subjects report of.
pub fn lesson_of(conn: &mut PgConnection, lesson: LessonId) -> Result<Lesson> {
    Ok(lessons::table
        .find(lesson)
        .select(Lesson::as_select())
        .first(conn)?)
}

/// The lessons of a course that ask for this.
pub fn lessons_of(conn: &mut PgConnection, course: CourseId) -> Result<Vec<Lesson>> {
    Ok(lessons::table
        .filter(lessons::course_id.eq(course))
        .order(lessons::order)
        .select(Lesson::as_select())
        .load(conn)?)
}
