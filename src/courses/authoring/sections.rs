//! The sections of a course: adding, renaming, moving, deleting.

use diesel::dsl::{exists, max};
use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::forms::sole_title;
use super::held;
use super::outline::{Direction, Outline};
use crate::courses::{CourseId, SectionId};
use crate::error::{AppError, Result};
use crate::schema::{lessons, sections};
use crate::text;
use crate::web::Viewer;

/// More than any course has; keeps one page one page.
const MOST: i64 = 200;

/// Adds a section at the end.
pub(super) fn add(
    conn: &mut PgConnection,
    viewer: &Viewer,
    course: CourseId,
    title: &str,
) -> Result<SectionId> {
    conn.transaction(|conn| {
        held(conn, viewer, course)?;
        let title = sole_title(title)?;
        let last: Option<i32> = sections::table
            .filter(sections::course_id.eq(course))
            .select(max(sections::order))
            .first(conn)?;
        if i64::from(last.unwrap_or(0)) >= MOST {
            return Err(AppError::invalid(
                "title",
                text!("teaching-too-many", max = MOST),
            ));
        }
        let id = diesel::insert_into(sections::table)
            .values((
                sections::course_id.eq(course),
                sections::title.eq(title),
                sections::order.eq(last.unwrap_or(0) + 1),
            ))
            .returning(sections::id)
            .get_result(conn)?;
        Ok(id)
    })
}

pub(super) fn rename(
    conn: &mut PgConnection,
    viewer: &Viewer,
    course: CourseId,
    section: SectionId,
    title: &str,
) -> Result<()> {
    conn.transaction(|conn| {
        held(conn, viewer, course)?;
        find(conn, course, section)?;
        diesel::update(sections::table.find(section))
            .set(sections::title.eq(sole_title(title)?))
            .execute(conn)?;
        Ok(())
    })
}

/// Moves a section with its lessons one step.
pub(super) fn shift(
    conn: &mut PgConnection,
    viewer: &Viewer,
    course: CourseId,
    section: SectionId,
    direction: Direction,
) -> Result<()> {
    conn.transaction(|conn| {
        held(conn, viewer, course)?;
        let mut outline = Outline::load(conn, course)?;
        outline.move_section(section, direction)?;
        outline.store(conn, course)
    })
}

/// Deletes an empty section.
///
/// # Errors
/// [`AppError::Conflict`] while it has lessons: a lesson takes learners' progress with it, so each is deleted by itself.
pub(super) fn delete(
    conn: &mut PgConnection,
    viewer: &Viewer,
    course: CourseId,
    section: SectionId,
) -> Result<()> {
    conn.transaction(|conn| {
        held(conn, viewer, course)?;
        find(conn, course, section)?;
        let lessons = lessons::table.filter(lessons::section_id.eq(section));
        if diesel::select(exists(lessons)).get_result(conn)? {
            return Err(AppError::Conflict(text!("teaching-section-not-empty")));
        }
        diesel::delete(sections::table.find(section)).execute(conn)?;
        Outline::load(conn, course)?.store(conn, course)
    })
}

/// The section, if it is one of this course.
pub(super) fn find(conn: &mut PgConnection, course: CourseId, section: SectionId) -> Result<()> {
    sections::table
        .find(section)
        .filter(sections::course_id.eq(course))
        .select(sections::id)
        .first::<SectionId>(conn)?;
    Ok(())
}
