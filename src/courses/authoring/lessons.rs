//! The lessons of a course: adding, writing, moving, deleting. Their files are in [`super::files`].

use diesel::dsl::{count_star, max};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use serde::Deserialize;

use super::forms::{require_current, sole_title};
use super::lesson_form::{LessonForm, version_of};
use super::outline::{Direction, Outline};
use super::{held, sections, versions};
use crate::courses::files::let_go;
use crate::courses::handouts;
use crate::courses::news;
use crate::courses::progress::recount;
use crate::courses::{CourseId, Lesson, LessonId, LessonKind, SectionId, reindex};
use crate::error::{AppError, Result};
use crate::schema::{lessons, progress};
use crate::text;
use crate::web::Viewer;

/// More than any course has; keeps one page one page.
const MOST: i64 = 1_000;

/// The form that adds a lesson, as it was typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct NewLessonForm {
    pub title: String,
    pub kind: String,
    pub section_id: SectionId,
}

/// The lesson, if it is one of this course.
pub(super) fn find(conn: &mut PgConnection, course: CourseId, lesson: LessonId) -> Result<Lesson> {
    let lesson = lessons::table
        .find(lesson)
        .filter(lessons::course_id.eq(course))
        .select(Lesson::as_select())
        .first(conn)?;
    Ok(lesson)
}

/// Adds a lesson at the end of a section.
pub(super) fn add(
    conn: &mut PgConnection,
    viewer: &Viewer,
    course: CourseId,
    form: &NewLessonForm,
) -> Result<LessonId> {
    conn.transaction(|conn| {
        held(conn, viewer, course)?;
        sections::find(conn, course, form.section_id)?;
        let title = sole_title(&form.title)?;
        let kind = LessonKind::from_name(&form.kind)
            .filter(|kind| LessonKind::OFFERED.contains(kind))
            .ok_or_else(|| AppError::invalid("kind", text!("teaching-choice-missing")))?;
        let last = last_order(conn, course)?;
        let id = diesel::insert_into(lessons::table)
            .values((
                lessons::course_id.eq(course),
                lessons::section_id.eq(form.section_id),
                lessons::title.eq(title),
                lessons::kind.eq(kind),
                lessons::order.eq(last + 1),
            ))
            .returning(lessons::id)
            .get_result(conn)?;
        Outline::load(conn, course)?.store(conn, course)?;
        reindex(conn, course)?;
        news::note(conn, course, id)?;
        Ok(id)
    })
}

fn last_order(conn: &mut PgConnection, course: CourseId) -> Result<i32> {
    let last: Option<i32> = lessons::table
        .filter(lessons::course_id.eq(course))
        .select(max(lessons::order))
        .first(conn)?;
    let last = last.unwrap_or(0);
    if i64::from(last) >= MOST {
        return Err(AppError::invalid(
            "title",
            text!("teaching-too-many", max = MOST),
        ));
    }
    Ok(last)
}

pub(super) fn rename(
    conn: &mut PgConnection,
    viewer: &Viewer,
    course: CourseId,
    lesson: LessonId,
    title: &str,
) -> Result<()> {
    conn.transaction(|conn| {
        held(conn, viewer, course)?;
        let before = find(conn, course, lesson)?;
        let title = sole_title(title)?;
        versions::keep(conn, &before, (&title, &before.body), viewer.id, None)?;
        diesel::update(lessons::table.find(lesson))
            .set(lessons::title.eq(title))
            .execute(conn)?;
        reindex(conn, course)
    })
}

/// Stores what was typed.
///
/// # Errors
/// [`AppError::Conflict`] when somebody else saved since the form was filled.
pub(super) fn save(
    conn: &mut PgConnection,
    viewer: &Viewer,
    course: CourseId,
    lesson: LessonId,
    form: &LessonForm,
) -> Result<()> {
    conn.transaction(|conn| {
        held(conn, viewer, course)?;
        let before = find(conn, course, lesson)?;
        let (stored, content) = (LessonForm::of(&before), form.checked(&before)?);
        let wanted = version_of(
            &content.title,
            &content.body,
            content.is_preview,
            &content.chapters,
        );
        require_current(&form.version, &stored.version, &wanted)?;
        let text = (content.title.as_str(), content.body.as_str());
        versions::keep(conn, &before, text, viewer.id, None)?;
        diesel::update(lessons::table.find(lesson))
            .set(content)
            .execute(conn)?;
        reindex(conn, course)
    })
}

/// Where a lesson shall go: one step, or to a place (from 1) in a section.
#[derive(Clone, Copy, Debug)]
pub(super) enum Move {
    Step(Direction),
    To { section: SectionId, place: usize },
}

pub(super) fn shift(
    conn: &mut PgConnection,
    viewer: &Viewer,
    course: CourseId,
    lesson: LessonId,
    to: Move,
) -> Result<()> {
    conn.transaction(|conn| {
        held(conn, viewer, course)?;
        let mut outline = Outline::load(conn, course)?;
        match to {
            Move::Step(direction) => outline.move_lesson(lesson, direction)?,
            Move::To { section, place } => outline.place_lesson(lesson, section, place)?,
        }
        outline.store(conn, course)
    })
}

/// Deletes a lesson with its files and everybody's progress in it.
pub(super) fn delete(
    conn: &mut PgConnection,
    viewer: &Viewer,
    course: CourseId,
    lesson: LessonId,
) -> Result<()> {
    conn.transaction(|conn| {
        held(conn, viewer, course)?;
        let lesson = find(conn, course, lesson)?;
        let handouts = handouts::list(conn, lesson.id)?;
        diesel::delete(lessons::table.find(lesson.id)).execute(conn)?;
        Outline::load(conn, course)?.store(conn, course)?;
        let files = handouts.into_iter().map(|handout| handout.media.id);
        for file in files.chain(lesson.media_id) {
            let_go(conn, file)?;
        }
        recount(conn, course)?;
        reindex(conn, course)
    })
}

/// How many learners have been in a lesson: what its deletion would take from them.
pub(super) fn learners_of(conn: &mut PgConnection, lesson: LessonId) -> Result<i64> {
    Ok(progress::table
        .filter(progress::lesson_id.eq(lesson))
        .select(count_star())
        .first(conn)?)
}
