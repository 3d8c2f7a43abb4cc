//! What is asked before a course is copied.

use askama::Template;
use i18n_embed_fl::fl;

use crate::courses::{CopyForm, Course, Language};
use crate::error::Errors;
use crate::i18n::Loader;
use crate::web::Page;

/// How long a title may be, in characters.
const TITLE: usize = 120;

#[derive(Template)]
#[template(path = "copying/new.html")]
pub struct CopyPage {
    l: Loader,
    page: Page,
    course: Course,
    form: CopyForm,
    errors: Errors,
}

impl CopyPage {
    pub fn new(page: Page, course: Course, typed: Option<CopyForm>, errors: Errors) -> CopyPage {
        let form = typed.unwrap_or_else(|| CopyForm {
            title: title_of(&course),
            days: String::new(),
        });
        CopyPage {
            l: page.l,
            page,
            course,
            form,
            errors,
        }
    }
}

/// In the language of the course, and no longer than a title may be.
fn title_of(course: &Course) -> String {
    let ending = match course.language {
        Language::Zh => " 副本",
        Language::En => " (copy)",
    };
    let room = TITLE - ending.chars().count();
    course.title.chars().take(room).collect::<String>() + ending
}
