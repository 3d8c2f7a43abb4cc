//! What is shown of an assignment and of a learner's work on it.

use askama::Template;
use bigdecimal::Zero;
use chrono::{DateTime, Utc};
use i18n_embed_fl::fl;

use super::submission::{FileRow, Submission, Version};
use crate::assignments::assignment::{Assignment, Times};
use crate::assignments::feedback::Feedback;
use crate::assignments::late::lateness;
use crate::assignments::points;
use crate::assignments::rubric::{self, Rubric};
use crate::courses::{CourseId, LessonId};
use crate::i18n::{self, Loader};
use crate::markdown::{self, SafeHtml};
use crate::web::Page;

/// What the page and the fragment within a lesson show alike.
#[derive(Template)]
#[template(path = "assignments/_overview.html")]
pub(super) struct AssignmentPart {
    pub l: Loader,
    pub page: Page,
    pub course: CourseId,
    pub lesson: LessonId,
    pub title: String,
    pub is_writer: bool,
    pub is_staff: bool,
    pub is_learner: bool,
    /// Not the fragment.
    pub is_whole: bool,
    /// None until a writer has set it up.
    pub assignment: Option<Assignment>,
    pub work: Option<Work>,
}

impl askama::filters::HtmlSafe for AssignmentPart {}

/// How far the learner is.
pub(super) struct Work {
    pub times: Times,
    pub now: DateTime<Utc>,
    pub submission: Option<Submission>,
    /// The latest first.
    pub versions: Vec<Version>,
    pub files: Vec<FileRow>,
    /// What the learner hands in is graded by, where they may know.
    pub rubric: Option<Rubric>,
    pub feedback: Option<Feedback>,
}

impl Work {
    pub fn is_open(&self) -> bool {
        !self.times.are_over(self.now)
    }

    pub fn draft_files(&self) -> Vec<&FileRow> {
        self.files.iter().filter(|file| file.in_draft).collect()
    }

    pub fn files_of(&self, version: &Version) -> Vec<&FileRow> {
        let number = version.number;
        self.files
            .iter()
            .filter(|file| file.is_in(number))
            .collect()
    }

    pub fn next_sequence(&self) -> i64 {
        self.submission.as_ref().map_or(0, |one| one.sequence) + 1
    }

    /// Whether there is something that was not handed in.
    pub fn has_changes(&self) -> bool {
        let Some(submission) = &self.submission else {
            return false;
        };
        let latest = self.versions.first();
        let body = latest.map_or("", |version| version.body.as_str());
        let number = latest.map_or(0, |version| version.number);
        submission.draft != body
            || self
                .files
                .iter()
                .any(|file| file.in_draft != file.is_in(number))
    }
}

impl AssignmentPart {
    pub fn base(&self) -> String {
        format!(
            "/courses/{}/lessons/{}/assignment",
            self.course, self.lesson
        )
    }

    fn instructions(&self, assignment: &Assignment) -> SafeHtml {
        markdown::full(&assignment.instructions)
    }

    pub fn text(&self, body: &str) -> SafeHtml {
        markdown::full(body)
    }

    pub fn time(&self, at: &DateTime<Utc>) -> String {
        i18n::full_date_time(self.page.locale, *at, self.page.time_zone())
    }

    fn rows(&self, rubric: &Rubric) -> Vec<rubric::Row> {
        rubric::rows(rubric, &[])
    }

    fn points(&self, assignment: &Assignment) -> String {
        points::shown(&assignment.points)
    }

    /// What being late costs, in words.
    fn late_words(&self, assignment: &Assignment) -> String {
        let policy = assignment.late_policy();
        if !policy.costs() {
            return fl!(self.l, "assignments-late-free");
        }
        let hours: i64 = policy.interval_ms / 3_600_000;
        fl!(
            self.l,
            "assignments-late-costs",
            percent = points::shown(&policy.percent),
            hours = hours,
            cap = points::shown(&policy.cap_percent)
        )
    }

    /// What handing in now would cost, where it costs something.
    pub fn costs_now(&self, assignment: &Assignment, work: &Work) -> Option<String> {
        late_now(self.l, assignment, &work.times, work.now)
    }

    pub fn is_late(&self, work: &Work, version: &Version) -> bool {
        lateness(version.submitted_at, work.times.due_at) > 0
    }

    /// How it stands: the tone of the tag, and its words.
    fn state(&self, work: &Work) -> (&'static str, String) {
        let l = self.l;
        match work.versions.first() {
            Some(_) if work.feedback.is_some() => ("jade", fl!(l, "assignments-graded")),
            Some(version) if self.is_late(work, version) => {
                ("amber", fl!(l, "assignments-state-late"))
            }
            Some(_) => ("jade", fl!(l, "assignments-state-submitted")),
            None if !work.is_open() => ("danger", fl!(l, "assignments-state-missed")),
            None if work.has_changes() => ("indigo", fl!(l, "assignments-state-draft")),
            None => ("outline", fl!(l, "assignments-state-none")),
        }
    }

    fn takes(&self, assignment: &Assignment) -> String {
        let l = self.l;
        let kinds: Vec<String> = [
            (
                assignment.takes_pictures,
                fl!(l, "assignments-kind-pictures"),
            ),
            (
                assignment.takes_documents,
                fl!(l, "assignments-kind-documents"),
            ),
            (
                assignment.takes_recordings,
                fl!(l, "assignments-kind-recordings"),
            ),
            (assignment.takes_others, fl!(l, "assignments-kind-others")),
        ]
        .into_iter()
        .filter_map(|(is_taken, name)| is_taken.then_some(name))
        .collect();
        let count = assignment.files_allowed;
        let files = match (count, assignment.takes_anything()) {
            (0, _) => None,
            (_, true) => Some(fl!(l, "assignments-takes-files", count = count)),
            (_, false) => {
                let kinds = kinds.join(&fl!(l, "assignments-kinds-join"));
                Some(fl!(
                    l,
                    "assignments-takes-files-of",
                    count = count,
                    kinds = kinds
                ))
            }
        };
        let text = assignment
            .takes_text
            .then(|| fl!(l, "assignments-takes-text"));
        let parts: Vec<String> = text.into_iter().chain(files).collect();
        parts.join(&fl!(l, "assignments-takes-join"))
    }

    pub fn size(&self, file: &FileRow) -> String {
        i18n::file_size(file.media.byte_size)
    }
}

/// What handing in now would cost, if the due date is over.
pub(super) fn late_now(
    l: Loader,
    assignment: &Assignment,
    times: &Times,
    now: DateTime<Utc>,
) -> Option<String> {
    if !times.are_late(now) {
        return None;
    }
    let penalty = assignment
        .late_policy()
        .penalty(lateness(now, times.due_at));
    Some(match penalty.is_zero() {
        true => fl!(l, "assignments-late-now-free"),
        false => fl!(l, "assignments-late-now", percent = points::shown(&penalty)),
    })
}
