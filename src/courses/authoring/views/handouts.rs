//! The handouts in the form of a lesson.

use askama::Template;
use askama::filters::HtmlSafe;
use i18n_embed_fl::fl;

use super::super::handouts::MOST;
use crate::courses::Lesson;
use crate::courses::handouts::Handout;
use crate::error::Errors;
use crate::i18n::Loader;

#[derive(Template)]
#[template(path = "courses/authoring/_handouts.html")]
pub(in super::super) struct HandoutsSection {
    pub l: Loader,
    pub lesson: Lesson,
    pub list: Vec<Handout>,
    pub errors: Errors,
}

/// Its template has escaped what it had to.
impl HtmlSafe for HandoutsSection {}

impl HandoutsSection {
    fn has_room(&self) -> bool {
        self.list.len() < MOST as usize
    }

    fn hint(&self) -> String {
        fl!(self.l, "handouts-hint", count = MOST)
    }

    /// What was wrong with the files that were sent.
    fn problem(&self) -> String {
        self.errors.of("handouts", self.l).unwrap_or_default()
    }
}
