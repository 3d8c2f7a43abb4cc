//! What the page of a course shows.

use std::sync::Arc;

use askama::Template;
use i18n_embed_fl::fl;

use super::related::Related;
use crate::courses::lessons::blocker;
use crate::courses::model::{Category, LessonId, Status};
use crate::courses::sheet::{Sheet, SheetLesson};
use crate::courses::standing::Standing;
use crate::i18n::{self, Loader};
use crate::web::Page;

#[derive(Template)]
#[template(path = "courses/show.html")]
pub struct CoursePage {
    l: Loader,
    page: Page,
    sheet: Arc<Sheet>,
    standing: Standing,
    related: Arc<Related>,
    /// The one thing to do next.
    act: Act,
    /// No lesson is open on this page; the contents ask.
    current: Option<LessonId>,
}

/// The one thing to do next with a course.
enum Act {
    /// Go on with this lesson.
    Study(LessonId),
    /// Its staff, while there is nothing to study.
    Write,
    Enrol,
    SignIn,
    /// Costs something.
    Priced,
    /// Every seat is taken; somebody may leave.
    Full,
    /// Nobody can enrol any more, or yet.
    Closed,
}

impl CoursePage {
    pub fn new(
        page: Page,
        sheet: Arc<Sheet>,
        standing: Standing,
        related: Arc<Related>,
    ) -> CoursePage {
        let mut shown = CoursePage {
            l: page.l,
            page,
            sheet,
            standing,
            related,
            act: Act::Closed,
            current: None,
        };
        shown.act = shown.next_act();
        shown
    }

    fn name<'a>(&self, category: &'a Category) -> &'a str {
        category.name_in(self.page.locale)
    }

    fn next_act(&self) -> Act {
        if self.standing.may_study()
            && let Some(lesson) = self.standing.next_lesson(&self.sheet)
        {
            return Act::Study(lesson);
        }
        match (self.sheet.course.status, &self.page.viewer) {
            _ if self.may_write() => Act::Write,
            (Status::Draft | Status::Archived, _) => Act::Closed,
            _ if self.standing.is_enrolled => Act::Closed,
            _ if self.is_full() => Act::Full,
            _ if !self.sheet.course.is_free() => Act::Priced,
            (Status::Published, None) => Act::SignIn,
            (Status::Published, Some(_)) => Act::Enrol,
        }
    }

    fn may_write(&self) -> bool {
        let is_admin = self
            .page
            .viewer
            .as_ref()
            .is_some_and(|viewer| viewer.is_admin());
        is_admin || self.standing.role.is_some_and(|role| role.may_write())
    }

    fn is_finished(&self) -> bool {
        let all = self.sheet.required_count();
        all > 0 && self.done_count() == all
    }

    fn done_count(&self) -> usize {
        self.standing.done_count(&self.sheet)
    }

    fn may_open(&self, lesson: &SheetLesson) -> bool {
        self.standing.may_open(&self.sheet, lesson)
    }

    fn blocker(&self, lesson: &SheetLesson) -> Option<String> {
        blocker(self.l, &self.standing, &self.sheet, lesson)
    }

    fn published(&self) -> Option<String> {
        let published = self.sheet.course.published_at?;
        Some(i18n::date(
            self.page.locale,
            published,
            self.page.time_zone(),
        ))
    }

    fn price(&self) -> String {
        let course = &self.sheet.course;
        i18n::money(course.price_minor, &course.currency)
    }

    fn enrolled(&self) -> String {
        i18n::number(self.standing.enrolled_count.into())
    }

    /// How many of its seats are taken, where they are limited.
    fn seats(&self) -> Option<String> {
        let taken = self.standing.enrolled_count;
        let seats = self.sheet.course.seats?;
        Some(fl!(self.l, "courses-seats", taken = taken, seats = seats))
    }

    fn is_full(&self) -> bool {
        let seats = self.sheet.course.seats;
        seats.is_some_and(|seats| self.standing.enrolled_count >= seats)
    }

    fn login_path(&self) -> String {
        format!("/login?next={}", self.sheet.course.path())
    }
}
