//! What "my learning" shows.

use askama::Template;
use i18n_embed_fl::fl;

use super::queries::{LearntCourse, PAGE};
use crate::i18n::Loader;
use crate::web::Page;

#[derive(Template)]
#[template(path = "learning/index.html")]
pub struct LearningPage {
    l: Loader,
    page: Page,
    /// Where the learner was last, on the first page of the list.
    recent: Option<LearntCourse>,
    courses: Vec<LearntCourse>,
    next: Option<String>,
}

impl LearningPage {
    pub fn new(
        page: Page,
        recent: Vec<LearntCourse>,
        mut courses: Vec<LearntCourse>,
        is_later_page: bool,
    ) -> LearningPage {
        let has_more = courses.len() > PAGE;
        courses.truncate(PAGE);
        let next = courses.last().filter(|_| has_more);
        LearningPage {
            l: page.l,
            page,
            recent: recent.into_iter().next().filter(|_| !is_later_page),
            next: next.map(|course| format!("/learning?after={}", course.enrolment)),
            courses,
        }
    }
}
