//! The files of a draft: taken from the learner until the assignment closes, served to them and, once handed in, to the
//! staff.

use diesel::dsl::count_star;
use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::submission::{own, own_open};
use crate::assignments::assignment::Assignment;
use crate::courses::{self, CourseId, LessonId};
use crate::db;
use crate::error::{AppError, Result};
use crate::schema::{assignment_files, assignment_submissions, assignments};
use crate::state::App;
use crate::storage::{self, Accept, MediaContainer, MediaId, Received, Stored, UploadLimits};
use crate::text;
use crate::web::{UserId, Viewer};

const FILE_BYTES: u64 = 50_000_000;

/// How much one form may bring, before a byte of it is read.
///
/// # Errors
/// `NotFound` and `Conflict` for who may not hand in, or not any more.
pub fn allowed(
    conn: &mut PgConnection,
    viewer: &Viewer,
    (course, lesson): (CourseId, LessonId),
) -> Result<(Assignment, UploadLimits)> {
    let (assignment, times) = own(conn, viewer, course, lesson)?;
    if times.are_over(db::clock(conn)?) {
        return Err(AppError::Conflict(text!("assignments-closed-refusal")));
    }
    let limits = UploadLimits {
        file_bytes: FILE_BYTES,
        files: usize::try_from(assignment.files_allowed).unwrap_or(0),
    };
    Ok((assignment, limits))
}

/// Adds these files to the draft: all of them, or none.
pub async fn add(
    app: &App,
    viewer: &Viewer,
    (course, lesson): (CourseId, LessonId),
    assignment: &Assignment,
    files: Vec<Received>,
) -> Result<()> {
    let mut stored: Vec<Stored> = Vec::with_capacity(files.len());
    for file in files {
        let taken = storage::take(&app.storage, file, Accept::Anything).await?;
        if !assignment.takes(taken.kind()) {
            let name = taken.original_name().to_owned();
            let words = text!("assignments-file-kind-refused", name = name.clone());
            return Err(AppError::invalid("file", words));
        }
        stored.push(taken);
    }
    let (by, container) = (viewer.clone(), MediaContainer::Assignment);
    storage::commit(
        app,
        stored,
        container,
        Some(viewer.id),
        move |conn, rows| {
            let (assignment, held, _) = own_open(conn, &by, course, lesson)?;
            let of_draft = assignment_files::table
                .filter(assignment_files::submission_id.eq(held.id))
                .filter(assignment_files::in_draft);
            let before: i64 = of_draft.select(count_star()).first(conn)?;
            let most = i64::from(assignment.files_allowed);
            if before + rows.len() as i64 > most {
                let words = text!("assignments-too-many-files", count = most);
                return Err(AppError::invalid("file", words));
            }
            let new: Vec<_> = rows
                .iter()
                .map(|media| {
                    (
                        assignment_files::submission_id.eq(held.id),
                        assignment_files::media_id.eq(media.id),
                    )
                })
                .collect();
            diesel::insert_into(assignment_files::table)
                .values(new)
                .execute(conn)?;
            Ok(())
        },
    )
    .await
}

/// Takes a file out of the draft; what was handed in keeps it.
pub fn remove(
    conn: &mut PgConnection,
    viewer: &Viewer,
    (course, lesson): (CourseId, LessonId),
    file: i64,
) -> Result<()> {
    conn.transaction(|conn| {
        let (_, held, _) = own_open(conn, viewer, course, lesson)?;
        let (media, first): (MediaId, Option<i32>) = assignment_files::table
            .find(file)
            .filter(assignment_files::submission_id.eq(held.id))
            .filter(assignment_files::in_draft)
            .select((assignment_files::media_id, assignment_files::first_version))
            .first(conn)?;
        if first.is_none() {
            return storage::discard(conn, media);
        }
        diesel::update(assignment_files::table.find(file))
            .set(assignment_files::in_draft.eq(false))
            .execute(conn)?;
        Ok(())
    })
}

/// Whether this file is the viewer's own, or was handed in by a learner of a course whose staff they are of.
pub fn may_read_file(conn: &mut PgConnection, viewer: &Viewer, media: MediaId) -> Result<bool> {
    let found: Option<(UserId, CourseId, Option<i32>)> = assignment_files::table
        .inner_join(assignment_submissions::table.inner_join(assignments::table))
        .filter(assignment_files::media_id.eq(media))
        .select((
            assignment_submissions::user_id,
            assignments::course_id,
            assignment_files::first_version,
        ))
        .first(conn)
        .optional()?;
    let Some((learner, course, first_version)) = found else {
        return Ok(false);
    };
    if learner == viewer.id {
        return courses::may_study(conn, viewer, course);
    }
    let is_staff = courses::staff_role(conn, viewer, course)?.is_some();
    Ok(is_staff && first_version.is_some())
}
