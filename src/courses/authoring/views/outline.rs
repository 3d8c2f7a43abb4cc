//! The outline and its small forms.

use askama::Template;
use askama::filters::HtmlSafe;
use i18n_embed_fl::fl;

use super::super::contents::Part;
use super::super::lessons::NewLessonForm;
use crate::courses::{Course, LessonId, LessonKind, SectionId, Status};
use crate::error::Errors;
use crate::i18n::Loader;
use crate::web::Page;

#[derive(Template)]
#[template(path = "courses/authoring/outline.html")]
pub(in super::super) struct ShowOutline {
    pub l: Loader,
    pub page: Page,
    pub outline: OutlineFragment,
}

/// The outline with its forms; each write swaps it as a whole.
#[derive(Template)]
#[template(path = "courses/authoring/_outline.html")]
pub(in super::super) struct OutlineFragment {
    pub l: Loader,
    pub course: Course,
    pub parts: Vec<Part>,
    pub typed: Typed,
    pub errors: Errors,
}

/// Its template has escaped what it had to.
impl HtmlSafe for OutlineFragment {}

/// What was typed into one of the outline's forms that came back.
#[derive(Default)]
pub(in super::super) struct Typed {
    form: String,
    title: String,
    kind: String,
}

impl Typed {
    pub fn nothing() -> Typed {
        Typed::default()
    }

    /// Into the form with this id.
    pub fn title(form: impl Into<String>, title: &str) -> Typed {
        Typed {
            form: form.into(),
            title: title.to_owned(),
            kind: String::new(),
        }
    }

    pub fn lesson(form: &NewLessonForm) -> Typed {
        Typed {
            form: lesson_form(&form.section_id),
            title: form.title.clone(),
            kind: form.kind.clone(),
        }
    }
}

/// The id of the form that adds a lesson to this section.
fn lesson_form(section: &SectionId) -> String {
    format!("lesson-new-{section}")
}

impl OutlineFragment {
    /// What a title field of this form shows.
    fn title_in<'a>(&'a self, form: &str, stored: &'a str) -> &'a str {
        if self.typed.form == form {
            &self.typed.title
        } else {
            stored
        }
    }

    /// What is wrong with this form; empty if nothing is.
    fn error_in(&self, form: &str) -> String {
        if self.typed.form != form {
            return String::new();
        }
        self.errors
            .all(self.l)
            .into_iter()
            .next()
            .unwrap_or_default()
    }

    /// What is wrong with the outline as a whole.
    fn error(&self) -> Option<String> {
        self.typed
            .form
            .is_empty()
            .then(|| self.errors.all(self.l).into_iter().next())
            .flatten()
    }

    fn is_first(&self, lesson: &LessonId) -> bool {
        self.lessons().next() == Some(*lesson)
    }

    fn is_last(&self, lesson: &LessonId) -> bool {
        self.lessons().last() == Some(*lesson)
    }

    fn lessons(&self) -> impl Iterator<Item = LessonId> {
        let lessons = self.parts.iter().flat_map(|part| &part.lessons);
        lessons.map(|lesson| lesson.id)
    }

    fn new_lesson_form(&self, section: &SectionId) -> String {
        lesson_form(section)
    }

    fn is_chosen(&self, form: &str, kind: &LessonKind) -> bool {
        self.typed.form == form && self.typed.kind == kind.name()
    }
}
