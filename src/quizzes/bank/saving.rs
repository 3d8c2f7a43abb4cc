//! Questions on their way into the bank.

use diesel::dsl::now;
use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::draft::Draft;
use crate::courses::{self, CourseId};
use crate::error::{AppError, Result};
use crate::quizzes::questions::{Content, NewVersion, Question, QuestionId, QuestionType};
use crate::quizzes::settings::{self, SlotForm};
use crate::schema::{question_tags, questions};
use crate::state::App;
use crate::text;
use crate::web::Viewer;

/// The course, and the question unless it is a new one.
pub type Place = (CourseId, Option<QuestionId>);

/// A question of this course.
pub fn find(conn: &mut PgConnection, course: CourseId, question: QuestionId) -> Result<Question> {
    Ok(questions::table
        .find(question)
        .filter(questions::course_id.eq(course))
        .select(Question::as_select())
        .first(conn)?)
}

/// The tags of a question.
pub fn tags(conn: &mut PgConnection, question: QuestionId) -> Result<Vec<String>> {
    Ok(question_tags::table
        .filter(question_tags::question_id.eq(question))
        .order(question_tags::tag)
        .select(question_tags::tag)
        .load(conn)?)
}

/// What type a question of this course has, to a writer of the course.
pub fn kind(
    conn: &mut PgConnection,
    viewer: &Viewer,
    course: CourseId,
    question: QuestionId,
) -> Result<QuestionType> {
    courses::managed(conn, viewer, course)?;
    Ok(find(conn, course, question)?.question_type)
}

/// Stores a new question or the next version of one, and says where to go on: to the question, or to the quiz for which
/// it was written.
pub async fn store(
    app: &App,
    viewer: &Viewer,
    (course, question): Place,
    draft: &Draft,
) -> Result<String> {
    let (by, draft) = (viewer.clone(), draft.clone());
    let lesson = draft.lesson.filter(|_| question.is_none());
    let stored = app
        .db
        .run(move |conn| match question {
            None => create(conn, &by, course, &draft),
            Some(question) => update(conn, &by, course, question, &draft).map(|()| question),
        })
        .await?;
    Ok(match lesson {
        Some(lesson) => format!("/courses/{course}/lessons/{lesson}/quiz/edit#slots"),
        None => format!("/courses/{course}/questions/{stored}"),
    })
}

/// Writes a new question; one that was written for a quiz is asked by it at once, for its points.
fn create(
    conn: &mut PgConnection,
    viewer: &Viewer,
    course: CourseId,
    draft: &Draft,
) -> Result<QuestionId> {
    conn.transaction(|conn| {
        courses::managed(conn, viewer, course)?;
        let (content, tags) = (draft.checked()?, draft.tag_list()?);
        let version = NewVersion {
            content: &content,
            author: viewer.id,
        };
        let question = version.of_new_question(conn, course)?;
        set_tags(conn, question, &tags)?;
        if let Some(lesson) = draft.lesson {
            let slot = SlotForm {
                question_id: question.to_string(),
                points: draft.points.clone(),
                ..SlotForm::default()
            };
            settings::add_slot(conn, viewer, course, lesson, &slot)?;
        }
        Ok(question)
    })
}

/// Writes the next version of a question, if anything but its tags has changed.
///
/// # Errors
/// `Conflict` if somebody has written one since this form was opened.
fn update(
    conn: &mut PgConnection,
    viewer: &Viewer,
    course: CourseId,
    question: QuestionId,
    draft: &Draft,
) -> Result<()> {
    conn.transaction(|conn| {
        courses::managed(conn, viewer, course)?;
        let current: i32 = questions::table
            .find(question)
            .filter(questions::course_id.eq(course))
            .select(questions::current_version)
            .for_no_key_update()
            .first(conn)?;
        if current != draft.version {
            return Err(AppError::Conflict(text!("bank-changed-meanwhile")));
        }
        let (content, tags) = (draft.checked()?, draft.tag_list()?);
        if content != Content::of_version(conn, question, current)? {
            let version = NewVersion {
                content: &content,
                author: viewer.id,
            };
            version.of(conn, question)?;
        }
        set_tags(conn, question, &tags)
    })
}

/// A second question that asks the same, with the same tags.
pub fn copy(
    conn: &mut PgConnection,
    viewer: &Viewer,
    course: CourseId,
    question: QuestionId,
) -> Result<QuestionId> {
    conn.transaction(|conn| {
        courses::managed(conn, viewer, course)?;
        let original = find(conn, course, question)?;
        let content = Content::of_version(conn, question, original.current_version)?;
        let tags = tags(conn, question)?;
        let version = NewVersion {
            content: &content,
            author: viewer.id,
        };
        let copy = version.of_new_question(conn, course)?;
        set_tags(conn, copy, &tags)?;
        Ok(copy)
    })
}

/// Retires a question, so that no quiz draws it and nobody picks it; or takes that back.
pub fn set_retired(
    conn: &mut PgConnection,
    viewer: &Viewer,
    course: CourseId,
    question: QuestionId,
    is_retired: bool,
) -> Result<()> {
    courses::managed(conn, viewer, course)?;
    find(conn, course, question)?;
    let row = diesel::update(questions::table.find(question));
    match is_retired {
        true => row.set(questions::archived_at.eq(now)).execute(conn)?,
        false => row
            .set(questions::archived_at.eq(None::<chrono::DateTime<chrono::Utc>>))
            .execute(conn)?,
    };
    Ok(())
}

fn set_tags(conn: &mut PgConnection, question: QuestionId, tags: &[String]) -> Result<()> {
    diesel::delete(question_tags::table.filter(question_tags::question_id.eq(question)))
        .execute(conn)?;
    let row = |tag: &String| {
        (
            question_tags::question_id.eq(question),
            question_tags::tag.eq(tag.clone()),
        )
    };
    let rows: Vec<_> = tags.iter().map(row).collect();
    diesel::insert_into(question_tags::table)
        .values(&rows)
        .execute(conn)?;
    Ok(())
}
