//! The moment a course is completed: all of its required lessons are done.
//!
//! Invariants: written once per learner and course however many lessons are done at the same moment, never taken away,
//! and the certificate, if the course gives one, in the same transaction.

use diesel::dsl::{exists, not};
use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::certificates;
use super::model::{CourseId, ProgressStatus};
use crate::error::Result;
use crate::schema::{course_completions, enrollments, lessons, progress};
use crate::web::UserId;

/// Writes down who of these learners has completed the course now.
pub fn check(conn: &mut PgConnection, course: CourseId, learners: &[UserId]) -> Result<()> {
    // Two lessons done at once each miss the other one, unless their learner's enrolment makes one wait for the other.
    let enrolled: Vec<UserId> = enrollments::table
        .filter(enrollments::course_id.eq(course))
        .filter(enrollments::user_id.eq_any(learners))
        .order(enrollments::user_id)
        .for_no_key_update()
        .select(enrollments::user_id)
        .load(conn)?;
    let finished = without_work_left(conn, course, &enrolled)?;
    let rows: Vec<_> = finished
        .iter()
        .map(|user| {
            (
                course_completions::user_id.eq(user),
                course_completions::course_id.eq(course),
            )
        })
        .collect();
    let new: Vec<UserId> = diesel::insert_into(course_completions::table)
        .values(rows)
        .on_conflict_do_nothing()
        .returning(course_completions::user_id)
        .get_results(conn)?;
    certificates::issue(conn, course, &new)
}

fn without_work_left(
    conn: &mut PgConnection,
    course: CourseId,
    learners: &[UserId],
) -> QueryResult<Vec<UserId>> {
    let required = lessons::table
        .filter(lessons::course_id.eq(course))
        .filter(lessons::is_required);
    let done = progress::table
        .filter(progress::lesson_id.eq(lessons::id))
        .filter(progress::user_id.eq(enrollments::user_id))
        .filter(progress::status.eq(ProgressStatus::Completed));
    enrollments::table
        .filter(enrollments::course_id.eq(course))
        .filter(enrollments::user_id.eq_any(learners))
        .filter(exists(required))
        .filter(not(exists(required.filter(not(exists(done))))))
        .select(enrollments::user_id)
        .load(conn)
}

/// How many of the lessons that count a learner has done, and how many there are.
pub fn share_done(conn: &mut PgConnection, user: UserId, course: CourseId) -> Result<(i64, i64)> {
    let required = lessons::table
        .filter(lessons::course_id.eq(course))
        .filter(lessons::is_required);
    let done = progress::table
        .filter(progress::lesson_id.eq(lessons::id))
        .filter(progress::user_id.eq(user))
        .filter(progress::status.eq(ProgressStatus::Completed));
    let done = required.filter(exists(done)).count().get_result(conn)?;
    Ok((done, required.count().get_result(conn)?))
}
