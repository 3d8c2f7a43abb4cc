//! The pages of authoring: a struct for each template, filled by the handlers.

mod completion;
mod courses;
mod handouts;
mod lesson;
mod outline;
mod staff_pages;
mod subtitles;
mod versions;

use askama::Template;
use askama::filters::HtmlSafe;
use i18n_embed_fl::fl;

use crate::courses::{Course, cover};
use crate::i18n::Loader;
use crate::markdown::{self, SafeHtml};

pub(super) use completion::CompletionSection;
pub(super) use courses::{EditCourse, NewCourse, Taught};
pub(super) use handouts::HandoutsSection;
pub(super) use lesson::{EditLesson, LessonFacts, TypedLesson};
pub(super) use outline::{OutlineFragment, ShowOutline, Typed};
pub(super) use staff_pages::{ListPeople, PeopleForms, ShowPublication};
pub(super) use subtitles::SubtitlesSection;
pub(super) use versions::{ListVersions, ShowVersion};

/// A text as readers will see it.
#[derive(Template)]
#[template(path = "courses/authoring/_preview.html")]
pub(super) struct MarkdownPreview {
    pub l: Loader,
    pub rendered: SafeHtml,
}

/// Its template has escaped what it had to.
impl HtmlSafe for MarkdownPreview {}

impl MarkdownPreview {
    pub fn of(l: Loader, text: &str) -> MarkdownPreview {
        let rendered = markdown::full(text);
        MarkdownPreview { l, rendered }
    }
}

/// Where the picture of a course is read.
fn cover_of(course: &Course) -> String {
    cover::address(
        course.id,
        course.cover_media_id,
        course.updated_at.timestamp_micros(),
    )
}
