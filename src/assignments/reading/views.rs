//! The pages of reading.

use askama::Template;
use chrono::{DateTime, Utc};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use i18n_embed_fl::fl;

use super::list::{self, Listed};
use crate::assignments::assignment::{Assignment, Times};
use crate::assignments::handing_in::{FileRow, Submission, Version, files_of};
use crate::assignments::late::lateness;
use crate::courses::{self, Course, CourseId, LessonId};
use crate::error::{AppError, Result};
use crate::i18n::{self, Loader};
use crate::markdown::{self, SafeHtml};
use crate::schema::{assignment_submissions, users};
use crate::web::{Page, UserId, Viewer};

/// The assignment, if the viewer is of its course's staff.
fn of_staff(
    conn: &mut PgConnection,
    viewer: &Viewer,
    course: CourseId,
    lesson: LessonId,
) -> Result<(Course, Assignment)> {
    courses::staff_role(conn, viewer, course)?.ok_or(AppError::NotFound)?;
    let course = courses::visible(conn, Some(viewer), course)?;
    let assignment = Assignment::of_course(conn, course.id, lesson)?;
    Ok((course, assignment))
}

#[derive(Template)]
#[template(path = "assignments/submissions.html")]
pub(super) struct SubmissionList {
    l: Loader,
    page: Page,
    course: Course,
    assignment: Assignment,
    learners: Vec<Listed>,
    after: UserId,
    next: Option<UserId>,
}

impl SubmissionList {
    pub fn load(
        conn: &mut PgConnection,
        page: Page,
        viewer: &Viewer,
        (course, lesson): (CourseId, LessonId),
        after: UserId,
    ) -> Result<SubmissionList> {
        let (course, assignment) = of_staff(conn, viewer, course, lesson)?;
        let mut learners = list::learners(conn, &assignment, after)?;
        let is_more = learners.len() > list::PAGE as usize;
        learners.truncate(list::PAGE as usize);
        let last = learners.last().map(|last| last.user_id);
        Ok(SubmissionList {
            l: page.l,
            page,
            next: last.filter(|_| is_more),
            course,
            assignment,
            learners,
            after,
        })
    }

    fn path(&self, submission: &i64) -> String {
        format!("{}/submissions/{submission}", self.assignment.path())
    }

    fn time(&self, at: &DateTime<Utc>) -> String {
        i18n::date_time(self.page.locale, *at, self.page.time_zone())
    }

    /// How it stands: the tone of the tag, and its words.
    fn state(&self, one: &Listed) -> (&'static str, String) {
        match one.submitted_at {
            None => ("outline", fl!(self.l, "assignments-state-missed")),
            Some(at) if lateness(at, one.due_at) > 0 => {
                ("amber", fl!(self.l, "assignments-state-late"))
            }
            Some(_) => ("jade", fl!(self.l, "assignments-state-submitted")),
        }
    }

    fn first_path(&self) -> String {
        match self.after {
            0 => String::new(),
            _ => format!("{}/submissions", self.assignment.path()),
        }
    }

    fn next_path(&self) -> String {
        let to = |id| format!("{}/submissions?after={id}", self.assignment.path());
        self.next.map(to).unwrap_or_default()
    }
}

#[derive(Template)]
#[template(path = "assignments/read.html")]
pub(super) struct SubmissionPage {
    l: Loader,
    page: Page,
    course: Course,
    assignment: Assignment,
    learner: String,
    times: Times,
    versions: Vec<Version>,
    chosen: Version,
    files: Vec<FileRow>,
}

impl SubmissionPage {
    pub fn load(
        conn: &mut PgConnection,
        page: Page,
        viewer: &Viewer,
        (course, lesson, id): (CourseId, LessonId, i64),
        version: Option<i32>,
    ) -> Result<SubmissionPage> {
        let (course, assignment) = of_staff(conn, viewer, course, lesson)?;
        let (submission, user, learner): (Submission, UserId, String) =
            assignment_submissions::table
                .inner_join(users::table)
                .filter(assignment_submissions::id.eq(id))
                .filter(assignment_submissions::assignment_id.eq(assignment.id))
                .select((Submission::as_select(), users::id, users::display_name))
                .first(conn)?;
        let versions = submission.versions(conn)?;
        // Nothing was handed in: what there is belongs to its learner.
        let number = version.unwrap_or(submission.versions);
        let chosen = versions.iter().find(|one| one.number == number);
        let chosen = chosen.cloned().ok_or(AppError::NotFound)?;
        let mut files = files_of(conn, submission.id)?;
        files.retain(|file| file.is_in(chosen.number));
        Ok(SubmissionPage {
            l: page.l,
            page,
            course,
            times: assignment.times_of(conn, user)?,
            assignment,
            learner,
            versions,
            chosen,
            files,
        })
    }

    fn text(&self) -> SafeHtml {
        markdown::full(&self.chosen.body)
    }

    fn time(&self, at: &DateTime<Utc>) -> String {
        i18n::full_date_time(self.page.locale, *at, self.page.time_zone())
    }

    fn is_late(&self, version: &Version) -> bool {
        lateness(version.submitted_at, self.times.due_at) > 0
    }

    fn size(&self, file: &FileRow) -> String {
        i18n::file_size(file.media.byte_size)
    }
}
