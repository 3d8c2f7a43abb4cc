//! The page of components.

use askama::Template;
use i18n_embed_fl::fl;

use crate::i18n::Loader;
use crate::web::{Page, Theme};

/// Every component, once in light and once in dark.
#[derive(Template)]
#[template(path = "admin/components.html")]
pub struct Components {
    l: Loader,
    page: Page,
}

impl Components {
    pub fn new(page: Page) -> Components {
        Components { l: page.l, page }
    }

    fn themes(&self) -> [(Theme, String); 2] {
        [
            (Theme::Light, fl!(self.l, "admin-components-light")),
            (Theme::Dark, fl!(self.l, "admin-components-dark")),
        ]
    }
}
