//! What the catalogue shows.

use std::sync::Arc;

use askama::Template;
use i18n_embed_fl::fl;

use super::filter::{Filter, Place, Price, Sort};
use super::queries::Listing;
use super::shelves::Shelves;
use crate::courses::category::Node;
use crate::courses::model::{Category, Language, Level};
use crate::i18n::{self, Loader};
use crate::web::Page;

/// The catalogue; its block `catalogue` is what htmx swaps.
#[derive(Template)]
#[template(path = "courses/index.html", blocks = ["catalogue"])]
pub struct CataloguePage {
    pub l: Loader,
    pub page: Page,
    pub filter: Filter,
    pub shelves: Arc<Shelves>,
    pub listing: Arc<Listing>,
    /// Whether the block alone is asked for, which then brings the title along.
    pub is_fragment: bool,
}

impl CataloguePage {
    /// From the top of the tree to the chosen category, whose list this is.
    fn path(&self) -> Vec<&Category> {
        let path = |id| self.shelves.tree.path(id);
        self.filter.category.map(path).unwrap_or_default()
    }

    fn heading(&self) -> String {
        match self.path().last() {
            Some(category) => category.name_in(self.page.locale).to_owned(),
            None => fl!(self.l, "courses-index-title"),
        }
    }

    fn categories(&self) -> Vec<&Node> {
        self.shelves.tree.unfolded(self.filter.category)
    }

    fn name<'a>(&self, category: &'a Category) -> &'a str {
        category.name_in(self.page.locale)
    }

    fn category_url(&self, category: &Category) -> String {
        self.filter.with_category(Some(category.id)).url()
    }

    fn is_chosen(&self, category: &Category) -> bool {
        self.filter.category == Some(category.id)
    }

    /// How many courses lie in a category and below it.
    fn courses_in(&self, category: &Category) -> String {
        i18n::number(self.shelves.counts.of(category.id))
    }

    fn price_url(&self, price: Price) -> String {
        let other = (self.filter.price != Some(price)).then_some(price);
        self.filter.with_price(other).url()
    }

    fn price_label(&self, price: Price) -> String {
        match price {
            Price::Free => fl!(self.l, "courses-free"),
            Price::Paid => fl!(self.l, "courses-price-paid"),
        }
    }

    /// The same words without the filters, where a search with filters finds nothing.
    fn wider(&self) -> Option<String> {
        let wider = self.filter.with_words_alone();
        (!self.filter.q.is_empty() && wider != self.filter).then(|| wider.url())
    }

    /// Choosing what is chosen already takes the choice back.
    fn language_url(&self, language: Language) -> String {
        let other = (self.filter.language != Some(language)).then_some(language);
        self.filter.with_language(other).url()
    }

    fn level_url(&self, level: Level) -> String {
        let other = (self.filter.level != Some(level)).then_some(level);
        self.filter.with_level(other).url()
    }

    fn previous(&self) -> Option<String> {
        let place = self.listing.previous.map(Place::Before)?;
        Some(self.filter.at(place).url())
    }

    fn next(&self) -> Option<String> {
        let place = self.listing.next.map(Place::After)?;
        Some(self.filter.at(place).url())
    }

    /// How many there are, where all of them are on this page.
    fn count(&self) -> Option<usize> {
        let is_all = self.listing.previous.is_none() && self.listing.next.is_none();
        is_all.then_some(self.listing.cards.len())
    }
}
