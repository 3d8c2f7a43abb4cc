//! Lessons that stay locked until others are done, and the words that say so.
//!
//! A lock holds for learners, wherever a lesson or a part of it is reached; the staff of the course pass, and previews
//! are open to everybody and so never locked.

use diesel::dsl::{exists, not};
use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::model::{Lesson, LessonId, ProgressStatus};
use crate::error::{AppError, Result};
use crate::schema::{course_staff, lesson_prerequisites, lessons, progress};
use crate::text;
use crate::web::UserId;

/// Lets through whoever may open the lesson as far as locks go.
///
/// # Errors
/// [`AppError::NotYet`], with the lesson that comes first.
pub fn require_open(conn: &mut PgConnection, user: UserId, lesson: &Lesson) -> Result<()> {
    if lesson.is_preview {
        return Ok(());
    }
    let done = progress::table
        .filter(progress::user_id.eq(user))
        .filter(progress::lesson_id.eq(lessons::id))
        .filter(progress::status.eq(ProgressStatus::Completed));
    let staff = course_staff::table
        .filter(course_staff::user_id.eq(user))
        .filter(course_staff::course_id.eq(lesson.course_id));
    let first: Option<(LessonId, String)> = lessons::table
        .inner_join(
            lesson_prerequisites::table
                .on(lesson_prerequisites::required_lesson_id.eq(lessons::id)),
        )
        .filter(lesson_prerequisites::lesson_id.eq(lesson.id))
        .filter(not(exists(done)))
        .filter(not(exists(staff)))
        .order(lessons::order)
        .select((lessons::id, lessons::title))
        .first(conn)
        .optional()?;
    match first {
        None => Ok(()),
        Some((before, title)) => Err(locked(lesson.course_id, before, title)),
    }
}

/// The refusal that names the lesson to do first.
pub fn locked(course: i64, before: LessonId, before_title: String) -> AppError {
    AppError::NotYet {
        words: text!("lessons-locked-behind", title = before_title),
        link: format!("/courses/{course}/lessons/{before}"),
    }
}
