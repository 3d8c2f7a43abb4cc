//! Handing in: the draft becomes a version.

use diesel::dsl::sql;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::{Integer, Nullable};
use serde::Deserialize;

use super::submission::own_open;
use crate::courses::{self, CourseId, LessonId};
use crate::error::{AppError, Result};
use crate::schema::{assignment_files, assignment_submissions, assignment_versions};
use crate::text;
use crate::web::Viewer;

/// What the page that asks for confirmation sends.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct TurnInForm {
    /// The number of the version that it makes.
    pub version: i32,
}

/// Makes a version of the learner's own draft. Sending the same form twice is handing in once.
///
/// # Errors
/// `Conflict` once the assignment is closed, and for a draft with nothing in it.
pub fn turn_in(
    conn: &mut PgConnection,
    viewer: &Viewer,
    (course, lesson): (CourseId, LessonId),
    form: TurnInForm,
) -> Result<()> {
    conn.transaction(|conn| {
        let (assignment, held, now) = own_open(conn, viewer, course, lesson)?;
        if form.version <= held.versions {
            return Ok(());
        }
        let of_draft = assignment_files::table
            .filter(assignment_files::submission_id.eq(held.id))
            .filter(assignment_files::in_draft);
        let files: i64 = of_draft.count().get_result(conn)?;
        if held.draft.trim().is_empty() && files == 0 {
            return Err(AppError::Conflict(text!("assignments-nothing-to-hand-in")));
        }
        let number = held.versions + 1;
        diesel::insert_into(assignment_versions::table)
            .values((
                assignment_versions::submission_id.eq(held.id),
                assignment_versions::number.eq(number),
                assignment_versions::body.eq(&held.draft),
                assignment_versions::submitted_at.eq(now),
            ))
            .execute(conn)?;
        diesel::update(of_draft)
            .set((
                assignment_files::first_version.eq(sql::<Nullable<Integer>>(
                    "coalesce(first_version, ",
                )
                .bind::<Integer, _>(number)
                .sql(")")),
                assignment_files::last_version.eq(number),
            ))
            .execute(conn)?;
        diesel::update(assignment_submissions::table.find(held.id))
            .set((
                assignment_submissions::versions.eq(number),
                assignment_submissions::submitted_at.eq(now),
            ))
            .execute(conn)?;
        courses::record_submission(conn, viewer.id, assignment.lesson_id)
    })
}
