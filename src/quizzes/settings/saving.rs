//! The row of a quiz: made at the first save, and held by whoever changes anything of it.

use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::deadlines;
use super::form::QuizForm;
use crate::courses::{self, CourseId, LessonId};
use crate::error::Result;
use crate::quizzes::grade;
use crate::quizzes::quiz::{Quiz, quiz_lesson};
use crate::schema::quizzes;
use crate::web::Viewer;

/// The quiz of this lesson for a writer of its course, made if there is none yet. Its row stays locked until the
/// transaction ends.
pub(super) fn held(
    conn: &mut PgConnection,
    viewer: &Viewer,
    course: CourseId,
    lesson: LessonId,
) -> Result<Quiz> {
    courses::managed(conn, viewer, course)?;
    let (lesson, title) = quiz_lesson(conn, course, lesson)?;
    diesel::insert_into(quizzes::table)
        .values((
            quizzes::course_id.eq(course),
            quizzes::lesson_id.eq(lesson),
            quizzes::title.eq(&title),
        ))
        .on_conflict(quizzes::lesson_id)
        .do_update()
        .set(quizzes::title.eq(&title))
        .execute(conn)?;
    let quiz = quizzes::table
        .filter(quizzes::lesson_id.eq(lesson))
        .select(Quiz::as_select())
        .for_no_key_update()
        .first(conn)?;
    grade::ensured(conn, quiz)
}

/// Stores the rules, and has open attempts follow them.
pub(super) fn save(
    conn: &mut PgConnection,
    viewer: &Viewer,
    course: CourseId,
    lesson: LessonId,
    form: &QuizForm,
) -> Result<()> {
    conn.transaction(|conn| {
        let quiz = held(conn, viewer, course, lesson)?;
        let rules = form.check(viewer.time_zone)?;
        diesel::update(quizzes::table.find(quiz.id))
            .set(rules)
            .execute(conn)?;
        grade::follow(conn, quiz.id)?;
        deadlines::follow(conn, quiz.id)
    })
}
