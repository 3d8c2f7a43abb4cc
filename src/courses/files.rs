//! Who may read the files that hang on courses: covers and what lessons are made of.

use diesel::dsl::exists;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use uuid::Uuid;

use super::access::{studied_by, visible_to};
use super::locks;
use super::model::{CourseId, Lesson, LessonId};
use crate::error::Result;
use crate::schema::{courses, lesson_files, lessons, media};
use crate::storage;
use crate::web::Viewer;

/// Whether this file is the cover of a course that the viewer may see, or the content or a handout of a lesson that is
/// open to them. A file that hangs on neither is not this subject's to open.
///
/// # Errors
/// [`AppError::NotYet`](crate::error::AppError::NotYet) for the file of a lesson that is locked behind others.
pub fn may_read_media(
    conn: &mut PgConnection,
    viewer: Option<&Viewer>,
    file: Uuid,
) -> Result<bool> {
    let of_file = lessons_with(conn, file)?;
    let of_course = || {
        lessons::table
            .filter(lessons::course_id.eq(courses::id))
            .filter(lessons::id.eq_any(&of_file))
    };
    let covered = courses::table
        .filter(courses::cover_media_id.eq(file))
        .filter(visible_to(viewer));
    let previewed = courses::table
        .filter(visible_to(viewer))
        .filter(exists(of_course().filter(lessons::is_preview)));
    if diesel::select(exists(covered).or(exists(previewed))).get_result(conn)? {
        return Ok(true);
    }
    let Some(viewer) = viewer else {
        return Ok(false);
    };
    let studied: Vec<CourseId> = courses::table
        .filter(studied_by(viewer.id))
        .filter(exists(of_course()))
        .select(courses::id)
        .load(conn)?;
    let of_lessons: Vec<Lesson> = lessons::table
        .filter(lessons::id.eq_any(&of_file))
        .filter(lessons::course_id.eq_any(studied))
        .select(Lesson::as_select())
        .load(conn)?;
    let mut refusal = Ok(false);
    for lesson in &of_lessons {
        match locks::require_open(conn, viewer.id, lesson) {
            Ok(()) => return Ok(true),
            Err(error) => refusal = Err(error),
        }
    }
    refusal
}

/// Lets go of a file that no longer hangs on what it did. It is deleted unless a copy of the course still uses it.
pub(super) fn let_go(conn: &mut PgConnection, file: Uuid) -> Result<()> {
    // Of two that let go at once, the second then sees what the first has done.
    let held: Option<Uuid> = media::table
        .find(file)
        .select(media::id)
        .for_update()
        .first(conn)
        .optional()?;
    let taught = lessons::table.filter(lessons::media_id.eq(file));
    let covers = courses::table.filter(courses::cover_media_id.eq(file));
    let handed_out = lesson_files::table.filter(lesson_files::media_id.eq(file));
    let is_used = diesel::select(exists(taught).or(exists(covers)).or(exists(handed_out)));
    match held {
        Some(file) if !is_used.get_result::<bool>(conn)? => storage::discard(conn, file),
        _ => Ok(()),
    }
}

/// The lessons that this file is the content or a handout of.
fn lessons_with(conn: &mut PgConnection, file: Uuid) -> Result<Vec<LessonId>> {
    let taught = lessons::table
        .filter(lessons::media_id.eq(file))
        .select(lessons::id);
    let handed_out = lesson_files::table
        .filter(lesson_files::media_id.eq(file))
        .select(lesson_files::lesson_id);
    Ok(taught.union(handed_out).load(conn)?)
}
