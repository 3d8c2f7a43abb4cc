//! The subtitles in the form of a lesson.

use askama::Template;
use askama::filters::HtmlSafe;
use i18n_embed_fl::fl;

use crate::courses::Lesson;
use crate::courses::subtitles::{LANGUAGES, Subtitle};
use crate::error::Errors;
use crate::i18n::Loader;

#[derive(Template)]
#[template(path = "courses/authoring/_subtitles.html")]
pub(in super::super) struct SubtitlesSection {
    pub l: Loader,
    pub lesson: Lesson,
    pub list: Vec<Subtitle>,
    pub errors: Errors,
}

/// Its template has escaped what it had to.
impl HtmlSafe for SubtitlesSection {}

impl SubtitlesSection {
    /// All that is wrong with the file that was sent.
    fn problems(&self) -> Vec<String> {
        self.errors.each("subtitles", self.l)
    }

    /// The first language that the lesson has none in: what is most likely added next.
    fn is_next(&self, tag: &str) -> bool {
        let is_missing =
            |(tag, _): &&(&str, &str)| !self.list.iter().any(|one| one.language == *tag);
        let next = LANGUAGES.iter().find(is_missing);
        next.is_some_and(|(next, _)| *next == tag)
    }
}
