//! The versions of a lesson's text: the list, and one beside another.

use askama::Template;
use i18n_embed_fl::fl;

use super::super::difference::{self, Change, Line};
use super::super::versions::{Compared, Listed, PAGE};
use crate::courses::{Course, Lesson};
use crate::i18n::{self, Loader};
use crate::web::Page;

#[derive(Template)]
#[template(path = "courses/authoring/versions.html")]
pub(in super::super) struct ListVersions {
    l: Loader,
    page: Page,
    course: Course,
    lesson: Lesson,
    versions: Vec<Listed>,
    /// The number that the next page comes before.
    next: Option<i32>,
}

impl ListVersions {
    pub fn new(
        page: Page,
        (course, lesson, mut versions): (Course, Lesson, Vec<Listed>),
    ) -> ListVersions {
        let has_more = versions.len() > PAGE;
        versions.truncate(PAGE);
        ListVersions {
            l: page.l,
            page,
            course,
            lesson,
            next: versions.last().filter(|_| has_more).map(|last| last.number),
            versions,
        }
    }

    /// The page after this one; nothing after the last.
    fn next_path(&self) -> String {
        let path = self.lesson.path();
        let next = |number| format!("{path}/versions?before={number}");
        self.next.map(next).unwrap_or_default()
    }

    fn when(&self, version: &Listed) -> String {
        i18n::full_date_time(self.page.locale, version.created_at, self.page.time_zone())
    }
}

#[derive(Template)]
#[template(path = "courses/authoring/version.html")]
pub(in super::super) struct ShowVersion {
    l: Loader,
    page: Page,
    of: Compared,
    with_newest: bool,
    places: Vec<Vec<Line>>,
}

impl ShowVersion {
    pub fn new(page: Page, of: Compared, with_newest: bool) -> ShowVersion {
        let (old, new) = match with_newest {
            true => (&of.version, &of.other),
            false => (&of.other, &of.version),
        };
        ShowVersion {
            l: page.l,
            places: difference::between(&old.body, &new.body),
            page,
            of,
            with_newest,
        }
    }

    /// The title on both sides, if it has changed.
    fn titles(&self) -> Option<(&str, &str)> {
        let (version, other) = (self.of.version.title.as_str(), self.of.other.title.as_str());
        let is_changed = version != other && !other.is_empty();
        is_changed.then_some(match self.with_newest {
            true => (version, other),
            false => (other, version),
        })
    }

    fn newest_path(&self) -> String {
        format!("{}?against=newest", self.path())
    }

    fn path(&self) -> String {
        format!(
            "{}/versions/{}",
            self.of.lesson.path(),
            self.of.version.number
        )
    }
}
