//! A class that has been held becomes a lesson of its course: the one step is taken where the class is.

use diesel::dsl::max;
use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::forms::one_line;
use super::held;
use super::outline::Outline;
use crate::courses::news;
use crate::courses::progress::recount;
use crate::courses::{CourseId, LessonId, LessonKind, SectionId, reindex};
use crate::error::Result;
use crate::schema::{lessons, sections};
use crate::web::Viewer;

/// The lesson that shows this class, for whoever may see it there.
pub fn replay_lesson(
    conn: &mut PgConnection,
    course: CourseId,
    live_room: i64,
) -> Result<Option<LessonId>> {
    Ok(lessons::table
        .filter(lessons::course_id.eq(course))
        .filter(lessons::live_room_id.eq(live_room))
        .select(lessons::id)
        .first(conn)
        .optional()?)
}

/// Puts the replay of a class at the end of the course. Doing it again answers the lesson that is there.
///
/// # Errors
/// `NotFound` for whoever may not change the course.
pub fn add_replay(
    conn: &mut PgConnection,
    viewer: &Viewer,
    course: CourseId,
    live_room: i64,
    title: &str,
) -> Result<LessonId> {
    conn.transaction(|conn| {
        held(conn, viewer, course)?;
        if let Some(lesson) = replay_lesson(conn, course, live_room)? {
            return Ok(lesson);
        }
        let title: String = one_line(title).chars().take(120).collect();
        let last: Option<i32> = lessons::table
            .filter(lessons::course_id.eq(course))
            .select(max(lessons::order))
            .first(conn)?;
        let lesson = diesel::insert_into(lessons::table)
            .values((
                lessons::course_id.eq(course),
                lessons::section_id.eq(last_section(conn, course, &title)?),
                lessons::title.eq(&title),
                lessons::kind.eq(LessonKind::Replay),
                lessons::order.eq(last.unwrap_or(0) + 1),
                lessons::live_room_id.eq(live_room),
            ))
            .returning(lessons::id)
            .get_result(conn)?;
        Outline::load(conn, course)?.store(conn, course)?;
        recount(conn, course)?;
        reindex(conn, course)?;
        news::note(conn, course, lesson)?;
        Ok(lesson)
    })
}

/// The last section; a course without any gets its first, named after the class.
fn last_section(conn: &mut PgConnection, course: CourseId, title: &str) -> Result<SectionId> {
    let last: Option<SectionId> = sections::table
        .filter(sections::course_id.eq(course))
        .order(sections::order.desc())
        .select(sections::id)
        .first(conn)
        .optional()?;
    if let Some(last) = last {
        return Ok(last);
    }
    Ok(diesel::insert_into(sections::table)
        .values((
            sections::course_id.eq(course),
            sections::title.eq(title),
            sections::order.eq(1),
        ))
        .returning(sections::id)
        .get_result(conn)?)
}
