//! What the grade book shows.

use askama::Template;
use i18n_embed_fl::fl;

use super::Book;
use crate::courses::Status;
use crate::gradebook::cell::GradeMark;
use crate::gradebook::learners::Learner;
use crate::gradebook::model::Item;
use crate::gradebook::points;
use crate::i18n::Loader;
use crate::web::Page;

#[derive(Template)]
#[template(path = "gradebook/show.html")]
pub(super) struct ShowBook {
    l: Loader,
    page: Page,
    book: Book,
}

impl ShowBook {
    pub fn new(page: Page, book: Book) -> ShowBook {
        ShowBook {
            l: page.l,
            page,
            book,
        }
    }

    fn may_write(&self) -> bool {
        self.book.role.may_write()
    }

    fn mark(&self, item: &Item, learner: &Learner) -> GradeMark {
        let grades = self.book.grades.get(&learner.id);
        GradeMark::of(grades.and_then(|grades| grades.get(&item.id)))
    }

    fn total(&self, learner: &Learner) -> String {
        points::percent(self.book.scheme.total(self.book.grades.get(&learner.id)))
    }

    fn category(&self, item: &Item) -> &str {
        let category = self.book.scheme.category(item.category_id);
        category.map_or("", |category| category.title.as_str())
    }

    fn max(&self, item: &Item) -> String {
        points::shown(&item.max_points)
    }

    fn next_page(&self) -> String {
        let Some(next) = self.book.learners.next else {
            return String::new();
        };
        let query = [("q", self.book.name.clone()), ("after", next.to_string())];
        let query = serde_urlencoded::to_string(query).unwrap_or_default();
        format!("{}/gradebook?{query}", self.book.course.path())
    }
}
