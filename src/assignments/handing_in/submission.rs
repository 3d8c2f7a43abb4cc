//! What one learner does for an assignment: its row, its versions, its files, and how its learner reaches them.

use chrono::{DateTime, Utc};
use diesel::pg::{Pg, PgConnection};
use diesel::prelude::*;

use crate::assignments::assignment::{Assignment, AssignmentId, Times, assignment_lesson};
use crate::courses::{self, CourseId, LessonId};
use crate::db;
use crate::error::{AppError, Result};
use crate::schema::{assignment_files, assignment_submissions, assignment_versions, media};
use crate::storage::Media;
use crate::text;
use crate::web::{UserId, Viewer};

pub type SubmissionId = i64;

#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = assignment_submissions, check_for_backend(Pg))]
pub struct Submission {
    pub id: SubmissionId,
    /// For its learner alone.
    pub draft: String,
    /// Of the save that is stored.
    pub sequence: i64,
    pub saved_at: Option<DateTime<Utc>>,
    /// How often it was handed in.
    pub versions: i32,
}

/// What was handed in at one time.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = assignment_versions, check_for_backend(Pg))]
pub struct Version {
    /// From 1.
    pub number: i32,
    /// Markdown.
    pub body: String,
    pub submitted_at: DateTime<Utc>,
}

/// A file with the versions it is in.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = assignment_files, check_for_backend(Pg))]
pub struct FileRow {
    pub id: i64,
    pub in_draft: bool,
    first_version: Option<i32>,
    last_version: Option<i32>,
    #[diesel(embed)]
    pub media: Media,
}

impl FileRow {
    pub fn is_in(&self, version: i32) -> bool {
        let bounds = self.first_version.zip(self.last_version);
        bounds.is_some_and(|(first, last)| (first..=last).contains(&version))
    }
}

impl Submission {
    pub fn find(
        conn: &mut PgConnection,
        assignment: AssignmentId,
        learner: UserId,
    ) -> Result<Option<Submission>> {
        Ok(assignment_submissions::table
            .filter(assignment_submissions::assignment_id.eq(assignment))
            .filter(assignment_submissions::user_id.eq(learner))
            .select(Submission::as_select())
            .first(conn)
            .optional()?)
    }

    /// The versions, the latest first.
    pub fn versions(&self, conn: &mut PgConnection) -> Result<Vec<Version>> {
        Ok(assignment_versions::table
            .filter(assignment_versions::submission_id.eq(self.id))
            .order(assignment_versions::number.desc())
            .select(Version::as_select())
            .load(conn)?)
    }
}

/// All files, of the draft and of every version, in the order in which they came.
pub fn files_of(conn: &mut PgConnection, submission: SubmissionId) -> Result<Vec<FileRow>> {
    Ok(assignment_files::table
        .inner_join(media::table)
        .filter(assignment_files::submission_id.eq(submission))
        .order(assignment_files::id)
        .select(FileRow::as_select())
        .load(conn)?)
}

/// The assignment with this learner's own times: the course takes them as a learner, and the lesson is open to them.
pub fn own(
    conn: &mut PgConnection,
    viewer: &Viewer,
    course: CourseId,
    lesson: LessonId,
) -> Result<(Assignment, Times)> {
    courses::lesson_to_study(conn, viewer, course, lesson)?;
    assignment_lesson(conn, course, lesson)?;
    let assignment = Assignment::of_course(conn, course, lesson)?;
    if !courses::is_enrolled(conn, viewer.id, course)? {
        return Err(AppError::NotFound);
    }
    let times = assignment.times_of(conn, viewer.id)?;
    Ok((assignment, times))
}

/// The same, and the learner's submission under its lock, as long as the assignment takes something; with the time.
///
/// # Errors
/// `Conflict` once it is closed.
pub fn own_open(
    conn: &mut PgConnection,
    viewer: &Viewer,
    course: CourseId,
    lesson: LessonId,
) -> Result<(Assignment, Submission, DateTime<Utc>)> {
    let (assignment, times) = own(conn, viewer, course, lesson)?;
    diesel::insert_into(assignment_submissions::table)
        .values((
            assignment_submissions::assignment_id.eq(assignment.id),
            assignment_submissions::user_id.eq(viewer.id),
        ))
        .on_conflict_do_nothing()
        .execute(conn)?;
    let held = assignment_submissions::table
        .filter(assignment_submissions::assignment_id.eq(assignment.id))
        .filter(assignment_submissions::user_id.eq(viewer.id))
        .select(Submission::as_select())
        .for_no_key_update()
        .first(conn)?;
    let now = db::clock(conn)?;
    if times.are_over(now) {
        return Err(AppError::Conflict(text!("assignments-closed-refusal")));
    }
    Ok((assignment, held, now))
}
