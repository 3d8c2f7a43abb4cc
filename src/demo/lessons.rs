//! Lessons that other parts of the demo data add to a course.

use diesel::dsl::max;
use diesel::pg::PgConnection;
use diesel::prelude::*;

use crate::courses::{CourseId, LessonId, LessonKind};
use crate::error::Result;
use crate::schema::{lessons, sections};

/// Adds a lesson after everything else in the course.
pub(super) fn append_lesson(
    conn: &mut PgConnection,
    course: CourseId,
    title: &str,
    kind: LessonKind,
) -> Result<LessonId> {
    let section: i64 = sections::table
        .filter(sections::course_id.eq(course))
        .order(sections::order.desc())
        .select(sections::id)
        .first(conn)?;
    let last: Option<i32> = lessons::table
        .filter(lessons::course_id.eq(course))
        .select(max(lessons::order))
        .first(conn)?;
    Ok(diesel::insert_into(lessons::table)
        .values((
            lessons::course_id.eq(course),
            lessons::section_id.eq(section),
            lessons::order.eq(last.unwrap_or(0) + 1),
            lessons::title.eq(title),
            lessons::kind.eq(kind),
        ))
        .returning(lessons::id)
        .get_result(conn)?)
}
