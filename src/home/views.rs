//! The first page.

use askama::Template;
use i18n_embed_fl::fl;

use crate::calendar::Item;
use crate::courses::{CourseCard, LearntCourse, TopCategory};
use crate::i18n::{Loader, date_time};
use crate::live::{Listed, Status};
use crate::web::Page;

/// What stands on the page, each for the viewer.
pub struct Shelves {
    /// Courses to go on with.
    pub recent: Vec<LearntCourse>,
    /// What is to be handed in or taken next.
    pub next_up: Vec<Item>,
    pub on_now: Vec<Listed>,
    pub upcoming: Vec<Listed>,
    pub popular: Vec<CourseCard>,
    pub categories: Vec<TopCategory>,
}

#[derive(Template)]
#[template(path = "home/show.html")]
pub struct Home {
    l: Loader,
    page: Page,
    shelves: Shelves,
}

impl Home {
    pub fn new(page: Page, shelves: Shelves) -> Home {
        Home {
            l: page.l,
            page,
            shelves,
        }
    }

    fn when(&self, item: &Item) -> String {
        date_time(self.page.locale, item.at, self.page.time_zone())
    }
}
