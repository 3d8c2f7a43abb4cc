//! The files that a grader gives back: for the staff at once, for the learner with the grade.

use actix_multipart::Multipart;
use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::saving::held;
use super::{SubmissionPath, of_staff};
use crate::courses::{self, CourseId};
use crate::error::{AppError, Result};
use crate::gradebook::ItemId;
use crate::schema::{
    assignment_evaluations, assignment_returned_files, assignment_submissions, assignments,
    grade_items,
};
use crate::state::App;
use crate::storage::{self, Accept, Media, MediaContainer, MediaId, Stored, UploadLimits};
use crate::text;
use crate::web::{UserId, Viewer};

const MOST: usize = 10;
const LIMITS: UploadLimits = UploadLimits {
    file_bytes: 50_000_000,
    files: MOST,
};

/// Gives back the files from the field `file`: all of them, or none. Who may not is sent away before a byte of the body
/// is read.
pub async fn add(app: &App, viewer: &Viewer, path: SubmissionPath, body: Multipart) -> Result<()> {
    let by = viewer.clone();
    app.db
        .run(move |conn| of_staff(conn, &by, path.0, path.1).map(|_| ()))
        .await?;
    app.limits.uploads.take(viewer.id)?;
    let upload = storage::receive(&app.storage, body, LIMITS).await?;
    if upload.files.is_empty() {
        return Err(AppError::invalid("file", text!("assignments-file-missing")));
    }
    let mut stored: Vec<Stored> = Vec::with_capacity(upload.files.len());
    for file in upload.files {
        stored.push(storage::take(&app.storage, file, Accept::Anything).await?);
    }
    let (by, container) = (viewer.clone(), MediaContainer::Assignment);
    storage::commit(
        app,
        stored,
        container,
        Some(viewer.id),
        move |conn, media| attach(conn, &by, path, media),
    )
    .await
}

fn attach(
    conn: &mut PgConnection,
    viewer: &Viewer,
    path: SubmissionPath,
    media: &[Media],
) -> Result<()> {
    let held = held(conn, viewer, path)?;
    let evaluation: i64 = match held.evaluation {
        Some(evaluation) => evaluation.id,
        // A draft of a grade that has only its files yet.
        None => diesel::insert_into(assignment_evaluations::table)
            .values((
                assignment_evaluations::submission_id.eq(held.submission.id),
                assignment_evaluations::version.eq(held.submission.versions),
                assignment_evaluations::is_excused.eq(held.grade.is_excused),
                assignment_evaluations::graded_by.eq(viewer.id),
            ))
            .returning(assignment_evaluations::id)
            .get_result(conn)?,
    };
    let before: i64 = assignment_returned_files::table
        .filter(assignment_returned_files::evaluation_id.eq(evaluation))
        .count()
        .get_result(conn)?;
    if before as usize + media.len() > MOST {
        let words = text!("assignments-too-many-files", count = MOST as i64);
        return Err(AppError::invalid("file", words));
    }
    let new: Vec<_> = media
        .iter()
        .map(|media| {
            (
                assignment_returned_files::evaluation_id.eq(evaluation),
                assignment_returned_files::media_id.eq(media.id),
            )
        })
        .collect();
    diesel::insert_into(assignment_returned_files::table)
        .values(new)
        .execute(conn)?;
    Ok(())
}

/// Takes a file back.
pub fn remove(
    conn: &mut PgConnection,
    viewer: &Viewer,
    path: SubmissionPath,
    file: i64,
) -> Result<()> {
    conn.transaction(|conn| {
        let held = held(conn, viewer, path)?;
        let evaluation = held.evaluation.ok_or(AppError::NotFound)?;
        let media: MediaId = assignment_returned_files::table
            .find(file)
            .filter(assignment_returned_files::evaluation_id.eq(evaluation.id))
            .select(assignment_returned_files::media_id)
            .first(conn)?;
        storage::discard(conn, media)
    })
}

/// Whether this file was given back in a course whose staff the viewer is of, or to the viewer, who sees the grade.
pub fn may_read_file(conn: &mut PgConnection, viewer: &Viewer, media: MediaId) -> Result<bool> {
    let found: Option<(UserId, CourseId, bool, Option<ItemId>)> = assignment_returned_files::table
        .inner_join(
            assignment_evaluations::table
                .inner_join(assignment_submissions::table.inner_join(assignments::table)),
        )
        .filter(assignment_returned_files::media_id.eq(media))
        .select((
            assignment_submissions::user_id,
            assignments::course_id,
            assignment_evaluations::is_final,
            assignments::grade_item_id,
        ))
        .first(conn)
        .optional()?;
    let Some((learner, course, is_final, item)) = found else {
        return Ok(false);
    };
    if learner != viewer.id {
        return Ok(courses::staff_role(conn, viewer, course)?.is_some());
    }
    let posted = grade_items::table
        .filter(grade_items::id.nullable().eq(item))
        .filter(grade_items::is_posted);
    let is_posted: bool = diesel::select(diesel::dsl::exists(posted)).get_result(conn)?;
    Ok(is_final && is_posted && courses::may_study(conn, viewer, course)?)
}
