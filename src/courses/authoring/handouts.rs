//! The handouts of a lesson, as its teachers put them there.

use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::outline::Direction;
use super::{held, lessons};
use crate::courses::files::let_go;
use crate::courses::handouts::{HandoutId, last_position};
use crate::courses::{CourseId, LessonId, managed};
use crate::error::{AppError, Result};
use crate::schema::lesson_files;
use crate::state::App;
use crate::storage::{
    self, Accept, Media, MediaContainer, MediaId, Stored, UploadBody, UploadLimits,
};
use crate::text;
use crate::web::Viewer;

/// Of one lesson.
pub(super) const MOST: i32 = 20;

const LIMITS: UploadLimits = UploadLimits {
    file_bytes: 100_000_000,
    files: 10,
};

/// Takes the files from the field `handouts` and puts them after those that are there: all of them, or none. Who may not
/// is sent away before a byte of the body is read.
///
/// # Errors
/// `Invalid` without a file, or with more than a lesson has room for.
pub(super) async fn add(
    app: &App,
    viewer: &Viewer,
    course: CourseId,
    lesson: LessonId,
    body: UploadBody,
) -> Result<usize> {
    let asker = viewer.clone();
    let allowed = move |conn: &mut _| {
        managed(conn, &asker, course)?;
        let lesson = lessons::find(conn, course, lesson)?;
        require_room(last_position(conn, lesson.id)? + 1)
    };
    app.db.run(allowed).await?;
    let admitted = storage::admit(app, viewer, &body, LIMITS).await?;
    let upload = storage::receive(&app.storage, body, admitted).await?;
    if upload.files.is_empty() {
        return Err(AppError::invalid("handouts", text!("handouts-missing")));
    }
    let mut stored: Vec<Stored> = Vec::with_capacity(upload.files.len());
    for file in upload.files {
        stored.push(storage::take(&app.storage, file, Accept::Anything).await?);
    }
    let (count, asker) = (stored.len(), viewer.clone());
    let hang = move |conn: &mut PgConnection, rows: &[Media]| {
        held(conn, &asker, course)?;
        let lesson = lessons::find(conn, course, lesson)?;
        attach(conn, lesson.id, rows)
    };
    storage::commit(app, stored, MediaContainer::Lesson, Some(viewer.id), hang).await?;
    Ok(count)
}

fn attach(conn: &mut PgConnection, lesson: LessonId, files: &[Media]) -> Result<()> {
    let last = last_position(conn, lesson)?;
    require_room(last + files.len() as i32)?;
    let rows: Vec<_> = (last + 1..)
        .zip(files)
        .map(|(position, media)| {
            (
                lesson_files::lesson_id.eq(lesson),
                lesson_files::media_id.eq(media.id),
                lesson_files::position.eq(position),
            )
        })
        .collect();
    diesel::insert_into(lesson_files::table)
        .values(rows)
        .execute(conn)?;
    Ok(())
}

fn require_room(count: i32) -> Result<()> {
    if count > MOST {
        let words = text!("handouts-too-many", count = MOST);
        return Err(AppError::invalid("handouts", words));
    }
    Ok(())
}

/// Moves a file one step; at the end of the row it stays.
pub(super) fn shift(
    conn: &mut PgConnection,
    viewer: &Viewer,
    (course, lesson, handout): (CourseId, LessonId, HandoutId),
    direction: Direction,
) -> Result<()> {
    conn.transaction(|conn| {
        held(conn, viewer, course)?;
        let (_, at) = find(conn, course, lesson, handout)?;
        let to = match direction {
            Direction::Up => at - 1,
            Direction::Down => at + 1,
        };
        let neighbour = lesson_files::table
            .filter(lesson_files::lesson_id.eq(lesson))
            .filter(lesson_files::position.eq(to));
        // The places are compared when the transaction commits.
        let moved = diesel::update(neighbour)
            .set(lesson_files::position.eq(at))
            .execute(conn)?;
        if moved > 0 {
            diesel::update(lesson_files::table.find(handout))
                .set(lesson_files::position.eq(to))
                .execute(conn)?;
        }
        Ok(())
    })
}

/// Takes a file off the lesson, and deletes it unless a copy of the course still has it.
pub(super) fn remove(
    conn: &mut PgConnection,
    viewer: &Viewer,
    (course, lesson, handout): (CourseId, LessonId, HandoutId),
) -> Result<()> {
    conn.transaction(|conn| {
        held(conn, viewer, course)?;
        let (media, at) = find(conn, course, lesson, handout)?;
        diesel::delete(lesson_files::table.find(handout)).execute(conn)?;
        let behind = lesson_files::table
            .filter(lesson_files::lesson_id.eq(lesson))
            .filter(lesson_files::position.gt(at));
        diesel::update(behind)
            .set(lesson_files::position.eq(lesson_files::position - 1))
            .execute(conn)?;
        let_go(conn, media)
    })
}

/// The file and the place of a handout, if it is one of this lesson and that of this course.
fn find(
    conn: &mut PgConnection,
    course: CourseId,
    lesson: LessonId,
    handout: HandoutId,
) -> Result<(MediaId, i32)> {
    let lesson = lessons::find(conn, course, lesson)?;
    Ok(lesson_files::table
        .find(handout)
        .filter(lesson_files::lesson_id.eq(lesson.id))
        .select((lesson_files::media_id, lesson_files::position))
        .first(conn)?)
}
