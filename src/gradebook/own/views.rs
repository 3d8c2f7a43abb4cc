//! What learners see of their grades.

use askama::Template;
use i18n_embed_fl::fl;

use super::OwnGrades;
use crate::gradebook::cell::GradeMark;
use crate::gradebook::model::{Category, Item};
use crate::gradebook::points;
use crate::i18n::Loader;
use crate::markdown::{self, SafeHtml};
use crate::web::Page;

#[derive(Template)]
#[template(path = "gradebook/own.html")]
pub(super) struct ShowOwnGrades {
    l: Loader,
    page: Page,
    own: OwnGrades,
}

impl ShowOwnGrades {
    pub fn new(page: Page, own: OwnGrades) -> ShowOwnGrades {
        ShowOwnGrades {
            l: page.l,
            page,
            own,
        }
    }

    fn mark(&self, item: &Item) -> GradeMark {
        GradeMark::of(self.own.grades.get(&item.id))
    }

    fn comment(&self, item: &Item) -> Option<SafeHtml> {
        let grade = self.own.grades.get(&item.id)?;
        (!grade.comment.is_empty()).then(|| markdown::chat(&grade.comment))
    }

    fn max(&self, item: &Item) -> String {
        points::shown(&item.max_points)
    }

    fn category(&self, item: &Item) -> &str {
        let category = self.own.scheme.category(item.category_id);
        category.map_or("", |category| category.title.as_str())
    }

    fn total(&self) -> String {
        points::percent(self.own.scheme.total(Some(&self.own.grades)))
    }

    fn total_in(&self, category: &Category) -> String {
        points::percent(self.own.scheme.total_in(category, &self.own.grades))
    }

    fn weight(&self, category: &Category) -> String {
        let weight = points::shown(&category.weight);
        match category.drop_lowest {
            0 => fl!(self.l, "gradebook-weight-is", weight = weight),
            count => fl!(
                self.l,
                "gradebook-weight-and-drop",
                weight = weight,
                count = count
            ),
        }
    }
}
