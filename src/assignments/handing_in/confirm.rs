//! The page that asks whether to hand in.

use askama::Template;
use diesel::pg::PgConnection;
use i18n_embed_fl::fl;

use super::submission::{FileRow, Submission, files_of, own};
use super::views::late_now;
use crate::assignments::assignment::Assignment;
use crate::courses::{self, Course, CourseId, LessonId};
use crate::db;
use crate::error::Result;
use crate::i18n::{self, Loader};
use crate::markdown::{self, SafeHtml};
use crate::web::{Page, Viewer};

#[derive(Template)]
#[template(path = "assignments/submission.html")]
pub(super) struct ConfirmPage {
    l: Loader,
    page: Page,
    course: Course,
    assignment: Assignment,
    /// The number of the version that it would be.
    number: i32,
    body: String,
    files: Vec<FileRow>,
    is_closed: bool,
    late: Option<String>,
}

impl ConfirmPage {
    pub fn load(
        conn: &mut PgConnection,
        page: Page,
        viewer: &Viewer,
        (course, lesson): (CourseId, LessonId),
    ) -> Result<ConfirmPage> {
        let (assignment, times) = own(conn, viewer, course, lesson)?;
        let submission = Submission::find(conn, assignment.id, viewer.id)?;
        let mut files = match &submission {
            Some(submission) => files_of(conn, submission.id)?,
            None => Vec::new(),
        };
        files.retain(|file| file.in_draft);
        let now = db::clock(conn)?;
        Ok(ConfirmPage {
            l: page.l,
            course: courses::visible(conn, Some(viewer), course)?,
            number: submission.as_ref().map_or(0, |one| one.versions) + 1,
            body: submission.map(|one| one.draft).unwrap_or_default(),
            files,
            is_closed: times.are_over(now),
            late: late_now(page.l, &assignment, &times, now),
            page,
            assignment,
        })
    }

    fn is_empty(&self) -> bool {
        self.body.trim().is_empty() && self.files.is_empty()
    }

    fn text(&self) -> SafeHtml {
        markdown::full(&self.body)
    }

    fn size(&self, file: &FileRow) -> String {
        i18n::file_size(file.media.byte_size)
    }
}
