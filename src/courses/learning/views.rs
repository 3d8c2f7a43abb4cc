//! What "my learning" shows.

use askama::Template;
use chrono::{DateTime, Utc};
use i18n_embed_fl::fl;

use super::queries::{LearntCourse, PAGE};
use crate::courses::certificates::Certificate;
use crate::i18n::{self, Loader};
use crate::web::Page;

#[derive(Template)]
#[template(path = "learning/index.html")]
pub struct LearningPage {
    l: Loader,
    page: Page,
    /// Where the learner was last, on the first page of the list.
    recent: Option<LearntCourse>,
    courses: Vec<LearntCourse>,
    /// What the learner was given, on the first page of the list.
    certificates: Vec<Certificate>,
    next: Option<String>,
}

impl LearningPage {
    pub fn new(
        page: Page,
        recent: Vec<LearntCourse>,
        mut courses: Vec<LearntCourse>,
        mut certificates: Vec<Certificate>,
        is_later_page: bool,
    ) -> LearningPage {
        let has_more = courses.len() > PAGE;
        courses.truncate(PAGE);
        if is_later_page {
            certificates.clear();
        }
        let next = courses.last().filter(|_| has_more);
        LearningPage {
            l: page.l,
            page,
            recent: recent.into_iter().next().filter(|_| !is_later_page),
            next: next.map(|course| format!("/learning?after={}", course.enrolment)),
            courses,
            certificates,
        }
    }

    fn day(&self, at: &DateTime<Utc>) -> String {
        i18n::date(self.page.locale, *at, self.page.time_zone())
    }
}
