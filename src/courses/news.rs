//! Telling the learners of a course that it has new lessons: once per lesson, and once for all that came together.
//!
//! What is added to a course that somebody takes waits in `lesson_news` until there is something to learn in it, the
//! course is public and its teachers have left it alone for some minutes. Who enrolled later finds the lesson there and
//! is told nothing.

use std::time::Duration;

use chrono::{DateTime, Utc};
use diesel::dsl::{exists, not};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use serde::{Deserialize, Serialize};

use super::authoring::is_ready;
use super::model::{CourseId, LessonId, LessonKind, Status};
use crate::db;
use crate::error::Result;
use crate::i18n::Text;
use crate::jobs::Job;
use crate::notifications::{self, Event, Notice};
use crate::schema::{
    assignments, course_staff, courses, enrollments, lesson_news, lessons, quizzes,
};
use crate::state::App;
use crate::text;
use crate::web::UserId;

/// So long nothing of the new lessons may have changed: more may be on its way.
const QUIET: chrono::Duration = chrono::Duration::minutes(5);

/// So long at most a lesson waits for those that come after it.
const LONGEST_WAIT: chrono::Duration = chrono::Duration::hours(1);

/// How many lessons are looked at in one round.
const MOST: i64 = 5_000;

/// Tells learners of new lessons. Recurs every minute.
#[derive(Default, Serialize, Deserialize)]
pub struct TellOfLessons {}

impl TellOfLessons {
    pub const EVERY: Duration = Duration::from_secs(60);
}

impl Job for TellOfLessons {
    const NAME: &'static str = "courses.tell_of_lessons";

    async fn run(self, app: &App) -> anyhow::Result<()> {
        app.db.run(tell_all).await?;
        Ok(())
    }
}

/// Notes that this lesson is new, if there is anybody to be told, in the transaction that adds it.
pub(super) fn note(conn: &mut PgConnection, course: CourseId, lesson: LessonId) -> Result<()> {
    courses::table
        .find(course)
        .filter(courses::enrolled_count.gt(0))
        .select((lesson.into_sql::<BigInt>(), courses::id))
        .insert_into(lesson_news::table)
        .into_columns((lesson_news::lesson_id, lesson_news::course_id))
        .execute(conn)?;
    Ok(())
}

/// A lesson that is ready to be told of.
#[derive(Clone, Debug, Queryable)]
struct News {
    lesson: LessonId,
    title: String,
    course: CourseId,
    course_title: String,
    added_at: DateTime<Utc>,
    changed_at: DateTime<Utc>,
}

fn tell_all(conn: &mut PgConnection) -> Result<()> {
    let now = db::clock(conn)?;
    let pending = pending(conn)?;
    for batch in pending.chunk_by(|one, next| one.course == next.course) {
        let newest_change = batch.iter().map(|news| news.changed_at).max();
        let is_quiet = newest_change.is_some_and(|changed| now - changed >= QUIET);
        let is_overdue = batch.iter().any(|news| now - news.added_at >= LONGEST_WAIT);
        if is_quiet || is_overdue {
            conn.transaction(|conn| tell(conn, batch))?;
        }
    }
    Ok(())
}

/// Everything that is ready, course by course and in the order of its contents.
fn pending(conn: &mut PgConnection) -> Result<Vec<News>> {
    let elsewhere = [LessonKind::Quiz, LessonKind::Assignment];
    let quiz = quizzes::table.filter(quizzes::lesson_id.eq(lessons::id));
    let assignment = assignments::table.filter(assignments::lesson_id.eq(lessons::id));
    let is_set_up = not(lessons::kind.eq_any(elsewhere))
        .or(exists(quiz))
        .or(exists(assignment));
    Ok(lesson_news::table
        .inner_join(lessons::table)
        .inner_join(courses::table)
        .filter(courses::status.eq(Status::Published))
        .filter(is_ready())
        .filter(is_set_up)
        .order((lesson_news::course_id, lessons::order))
        .limit(MOST)
        .select((
            lessons::id,
            lessons::title,
            courses::id,
            courses::title,
            lesson_news::added_at,
            lessons::updated_at,
        ))
        .load(conn)?)
}

/// Tells of these lessons of one course, and of none again: of two that do it at once, the second finds none.
fn tell(conn: &mut PgConnection, batch: &[News]) -> Result<()> {
    let ids: Vec<LessonId> = batch.iter().map(|news| news.lesson).collect();
    let taken: Vec<LessonId> =
        diesel::delete(lesson_news::table.filter(lesson_news::lesson_id.eq_any(ids)))
            .returning(lesson_news::lesson_id)
            .get_results(conn)?;
    let told: Vec<&News> = batch
        .iter()
        .filter(|news| taken.contains(&news.lesson))
        .collect();
    let (Some(first), Some(newest)) = (told.first(), told.iter().map(|news| news.added_at).max())
    else {
        return Ok(());
    };
    let staff = course_staff::table
        .filter(course_staff::course_id.eq(first.course))
        .filter(course_staff::user_id.eq(enrollments::user_id));
    let learners: Vec<UserId> = enrollments::table
        .filter(enrollments::course_id.eq(first.course))
        .filter(enrollments::enrolled_at.lt(newest))
        .filter(not(exists(staff)))
        .select(enrollments::user_id)
        .load(conn)?;
    let notice = notice(first, told.len());
    notifications::notify_in(conn, first.course, &learners, &notice)?;
    Ok(())
}

fn notice(first: &News, count: usize) -> Notice {
    let course = format!("/courses/{}", first.course);
    Notice {
        kind: Event::LessonAdded,
        message: words(first, count),
        link: match count {
            1 => format!("{course}/lessons/{}", first.lesson),
            _ => format!("{course}#contents"),
        },
    }
}

fn words(first: &News, count: usize) -> Text {
    let (course, lesson) = (first.course_title.clone(), first.title.clone());
    match count {
        1 => text!("courses-new-lesson", course = course, lesson = lesson),
        _ => text!(
            "courses-new-lessons",
            course = course,
            lesson = lesson,
            count = count
        ),
    }
}
