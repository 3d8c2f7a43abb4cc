//! The page of an assignment: what is asked, the learner's draft, and what they have handed in.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use diesel::pg::PgConnection;
use i18n_embed_fl::fl;

use super::files;
use super::saving::{self, DraftForm, Saved};
use super::submission::{Submission, Version, files_of};
use super::views::{AssignmentPart, Work};
use crate::assignments::assignment::{Assignment, assignment_lesson};
use crate::assignments::feedback::Feedback;
use crate::assignments::rubric::Rubric;
use crate::courses::{self, Course, CourseId, LessonId};
use crate::db;
use crate::error::{AppError, Errors, Result};
use crate::i18n::Loader;
use crate::state::App;
use crate::storage::{self, UploadBody};
use crate::text;
use crate::web::{Page, Viewer, html_with};

/// What was sent and could not be kept.
#[derive(Default)]
pub struct Typed {
    pub body: Option<String>,
    pub errors: Errors,
}

impl Typed {
    pub fn refused(form: DraftForm, errors: Errors) -> Typed {
        Typed {
            body: Some(form.body),
            errors,
        }
    }
}

/// Takes the whole form: first the text, which stands whatever becomes of the files. Who may not hand in is sent away
/// before a byte of the body is read.
pub async fn receive(
    app: &App,
    viewer: &Viewer,
    ids: (CourseId, LessonId),
    body: UploadBody,
) -> Result<(DraftForm, Result<()>)> {
    let by = viewer.clone();
    let (assignment, limits) = app
        .db
        .run(move |conn| files::allowed(conn, &by, ids))
        .await?;
    let admitted = storage::admit(app, viewer, &body, limits).await?;
    let mut upload = storage::receive(&app.storage, body, admitted).await?;
    let form: DraftForm = upload.form()?;
    let (by, draft) = (viewer.clone(), form.clone());
    let saved = app
        .db
        .run(move |conn| saving::save(conn, &by, ids, &draft))
        .await;
    let outcome = match saved {
        Ok(Saved::Older(_)) => Err(AppError::Conflict(text!("assignments-save-older"))),
        Ok(Saved::Stored) if upload.files.is_empty() => Ok(()),
        Ok(Saved::Stored) => {
            let files = std::mem::take(&mut upload.files);
            files::add(app, viewer, ids, &assignment, files).await
        }
        Err(error) => Err(error),
    };
    Ok((form, outcome))
}

#[derive(Template)]
#[template(path = "assignments/show.html")]
pub struct AssignmentPage {
    l: Loader,
    page: Page,
    course: Course,
    part: AssignmentPart,
    /// The version that was asked for.
    chosen: Option<Version>,
    typed: Typed,
}

impl AssignmentPage {
    pub fn load(
        conn: &mut PgConnection,
        page: Page,
        viewer: &Viewer,
        (course, lesson): (CourseId, LessonId),
        version: Option<i32>,
        typed: Typed,
    ) -> Result<AssignmentPage> {
        courses::lesson_to_study(conn, viewer, course, lesson)?;
        let (lesson, title) = assignment_lesson(conn, course, lesson)?;
        let course = courses::visible(conn, Some(viewer), course)?;
        let role = courses::staff_role(conn, viewer, course.id)?;
        let assignment = Assignment::of_lesson(conn, lesson)?;
        let is_learner = courses::is_enrolled(conn, viewer.id, course.id)?;
        let work = match &assignment {
            Some(assignment) => Some(Work::load(conn, viewer, assignment, is_learner)?),
            None => None,
        };
        let versions = work.as_ref().map_or(&[][..], |work| &work.versions);
        let chosen = match version {
            Some(number) => {
                let found = versions.iter().find(|one| one.number == number);
                Some(found.cloned().ok_or(AppError::NotFound)?)
            }
            None => None,
        };
        let part = AssignmentPart {
            l: page.l,
            page: page.clone(),
            course: course.id,
            lesson,
            title,
            is_writer: role.is_some_and(|role| role.may_write()),
            is_staff: role.is_some(),
            is_learner,
            is_whole: true,
            assignment,
            work,
        };
        Ok(AssignmentPage {
            l: page.l,
            page,
            course,
            part,
            chosen,
            typed,
        })
    }

    /// The whole page, or what a lesson's page puts in its middle.
    pub fn answer(mut self, is_fragment: bool, status: StatusCode) -> Result<HttpResponse> {
        if is_fragment {
            self.part.is_whole = false;
            html_with(status, &self.part)
        } else {
            html_with(status, &self)
        }
    }

    fn body(&self, work: &Work) -> String {
        let stored = work.submission.as_ref().map(|one| one.draft.clone());
        self.typed.body.clone().or(stored).unwrap_or_default()
    }

    fn error(&self, field: &str) -> String {
        self.typed.errors.of(field, self.l).unwrap_or_default()
    }
}

impl Work {
    fn load(
        conn: &mut PgConnection,
        viewer: &Viewer,
        assignment: &Assignment,
        is_learner: bool,
    ) -> Result<Work> {
        let submission = match is_learner {
            true => Submission::find(conn, assignment.id, viewer.id)?,
            false => None,
        };
        let (versions, files) = match &submission {
            Some(submission) => (submission.versions(conn)?, files_of(conn, submission.id)?),
            None => (Vec::new(), Vec::new()),
        };
        let feedback = match &submission {
            Some(submission) => Feedback::of(conn, assignment, viewer.id, submission, &versions)?,
            None => None,
        };
        let rubric = match assignment.shows_rubric && feedback.is_none() {
            true => Rubric::latest(conn, assignment.id)?,
            false => None,
        };
        Ok(Work {
            rubric,
            feedback,
            times: assignment.times_of(conn, viewer.id)?,
            now: db::clock(conn)?,
            submission,
            versions,
            files,
        })
    }
}
