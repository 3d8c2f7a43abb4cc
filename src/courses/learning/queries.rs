//! The courses of a learner with their progress.

use std::collections::HashMap;

use diesel::dsl::{count_star, max};
use diesel::pg::PgConnection;
use diesel::prelude::*;

use crate::courses::card::{CardRow, CourseCard};
use crate::courses::model::{CourseId, LessonId, ProgressStatus, Status};
use crate::error::Result;
use crate::schema::{courses, enrollments, lessons, progress, users};
use crate::web::{UserId, Viewer};

pub const PAGE: usize = 30;

/// Of so many courses that somebody was in last, the unfinished ones are offered to go on with.
const RECENT: i64 = 24;

/// A course that somebody takes, and how far they are.
#[derive(Clone, Debug)]
pub struct LearntCourse {
    pub card: CourseCard,
    /// The lessons that count, and how many of them are done.
    pub lessons: i64,
    pub done: i64,
    /// The lesson they were in last, with its title.
    pub last: Option<(LessonId, String)>,
    /// The id of their enrolment, which the list is sorted by.
    pub(super) enrolment: i64,
}

impl LearntCourse {
    /// Where to go on: the lesson they were in, or the course's page.
    pub fn continue_path(&self) -> String {
        match &self.last {
            Some((lesson, _)) => format!("{}/lessons/{lesson}", self.card.path()),
            None => self.card.path(),
        }
    }

    pub fn is_finished(&self) -> bool {
        self.lessons > 0 && self.done >= self.lessons
    }
}

/// The viewer's courses, last enrolled first, of those enrolled before `after`; one more than a page if there are more.
pub fn list(
    conn: &mut PgConnection,
    viewer: &Viewer,
    after: Option<i64>,
) -> Result<Vec<LearntCourse>> {
    let rows = taken_by(viewer.id)
        .filter(enrollments::id.lt(after.unwrap_or(i64::MAX)))
        .order(enrollments::id.desc())
        .limit(PAGE as i64 + 1)
        .select((CardRow::as_select(), users::display_name, enrollments::id))
        .load(conn)?;
    with_progress(conn, viewer, rows)
}

/// The unfinished courses that the viewer was in last, most recent first.
pub fn continue_learning(
    conn: &mut PgConnection,
    viewer: &Viewer,
    limit: usize,
) -> Result<Vec<LearntCourse>> {
    let recent: Vec<CourseId> = progress::table
        .filter(progress::user_id.eq(viewer.id))
        .group_by(progress::course_id)
        .order(max(progress::last_accessed_at).desc())
        .limit(RECENT)
        .select(progress::course_id)
        .load(conn)?;
    let rows = taken_by(viewer.id)
        .filter(courses::id.eq_any(&recent))
        .select((CardRow::as_select(), users::display_name, enrollments::id))
        .load(conn)?;
    let mut found = with_progress(conn, viewer, rows)?;
    found.retain(|course| !course.is_finished());
    found.sort_by_key(|course| recent.iter().position(|id| *id == course.card.id()));
    found.truncate(limit);
    Ok(found)
}

/// Courses that have become drafts again are not there for their learners.
#[diesel::dsl::auto_type(no_type_alias)]
fn taken_by(user: UserId) -> _ {
    let draft: Status = Status::Draft;
    enrollments::table
        .inner_join(courses::table.inner_join(users::table))
        .filter(enrollments::user_id.eq(user))
        .filter(courses::status.ne(draft))
}

fn with_progress(
    conn: &mut PgConnection,
    viewer: &Viewer,
    rows: Vec<(CardRow, String, i64)>,
) -> Result<Vec<LearntCourse>> {
    let ids: Vec<CourseId> = rows.iter().map(|(card, ..)| card.id).collect();
    let lessons = count_lessons(conn, &ids)?;
    let done = count_done(conn, viewer.id, &ids)?;
    let mut last = last_lessons(conn, viewer.id, &ids)?;
    let learnt = |(card, teacher, enrolment): (CardRow, String, i64)| LearntCourse {
        lessons: lessons.get(&card.id).copied().unwrap_or(0),
        done: done.get(&card.id).copied().unwrap_or(0),
        last: last.remove(&card.id),
        card: CourseCard::of((card, teacher)),
        enrolment,
    };
    Ok(rows.into_iter().map(learnt).collect())
}

fn count_lessons(
    conn: &mut PgConnection,
    courses: &[CourseId],
) -> QueryResult<HashMap<CourseId, i64>> {
    let counts: Vec<(CourseId, i64)> = lessons::table
        .filter(lessons::course_id.eq_any(courses))
        .filter(lessons::is_required)
        .group_by(lessons::course_id)
        .select((lessons::course_id, count_star()))
        .load(conn)?;
    Ok(counts.into_iter().collect())
}

fn count_done(
    conn: &mut PgConnection,
    user: UserId,
    courses: &[CourseId],
) -> QueryResult<HashMap<CourseId, i64>> {
    let counts: Vec<(CourseId, i64)> = progress::table
        .inner_join(lessons::table.on(lessons::id.eq(progress::lesson_id)))
        .filter(lessons::is_required)
        .filter(progress::user_id.eq(user))
        .filter(progress::course_id.eq_any(courses))
        .filter(progress::status.eq(ProgressStatus::Completed))
        .group_by(progress::course_id)
        .select((progress::course_id, count_star()))
        .load(conn)?;
    Ok(counts.into_iter().collect())
}

fn last_lessons(
    conn: &mut PgConnection,
    user: UserId,
    courses: &[CourseId],
) -> QueryResult<HashMap<CourseId, (LessonId, String)>> {
    let rows: Vec<(CourseId, LessonId, String)> = progress::table
        .inner_join(lessons::table.on(lessons::id.eq(progress::lesson_id)))
        .filter(progress::user_id.eq(user))
        .filter(progress::course_id.eq_any(courses))
        .distinct_on(progress::course_id)
        .order((progress::course_id, progress::last_accessed_at.desc()))
        .select((progress::course_id, lessons::id, lessons::title))
        .load(conn)?;
    let by_course = |(course, lesson, title)| (course, (lesson, title));
    Ok(rows.into_iter().map(by_course).collect())
}
