//! What of the catalogue is asked for. All of it stands in the address, so that a filtered page can be shared.

use serde::Deserialize;

use crate::courses::{CategoryId, CourseId, Language, Level};

/// The longest search that is looked at, in characters.
const LONGEST_SEARCH: usize = 200;

/// The query string as it comes. What makes no sense is left out, as an old link should still show something.
#[derive(Default, Deserialize)]
pub struct Asked {
    q: Option<String>,
    category: Option<String>,
    price: Option<String>,
    language: Option<String>,
    level: Option<String>,
    sort: Option<String>,
    after: Option<String>,
    before: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// What is searched for; empty for everything.
    pub q: String,
    /// This category and all below it.
    pub category: Option<CategoryId>,
    pub price: Option<Price>,
    pub language: Option<Language>,
    pub level: Option<Level>,
    pub sort: Sort,
    pub place: Place,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Price {
    Free,
    Paid,
}

impl Price {
    pub const ALL: [Price; 2] = [Price::Free, Price::Paid];

    pub fn name(self) -> &'static str {
        match self {
            Price::Free => "free",
            Price::Paid => "paid",
        }
    }

    fn from_name(name: &str) -> Option<Price> {
        Price::ALL.into_iter().find(|price| price.name() == name)
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    #[default]
    Newest,
    /// Most enrolled first.
    Popular,
    /// By the Bayesian mean of the reviews.
    Rated,
}

impl Sort {
    pub fn name(self) -> &'static str {
        match self {
            Sort::Newest => "newest",
            Sort::Popular => "popular",
            Sort::Rated => "rated",
        }
    }
}

/// Which page of the list.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Place {
    #[default]
    First,
    /// What comes after this row.
    After(Cursor),
    /// What comes before it.
    Before(Cursor),
}

/// A row of the list, by what the list is sorted by: microseconds of publication, the number
/// enrolled or thousandths of a star, and the id.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cursor {
    pub key: i64,
    pub id: CourseId,
}

impl Cursor {
    fn parse(text: &str) -> Option<Cursor> {
        let (key, id) = text.split_once('.')?;
        let cursor = Cursor {
            key: key.parse().ok()?,
            id: id.parse().ok()?,
        };
        (cursor.key >= 0).then_some(cursor)
    }
}

impl Filter {
    pub fn of(asked: Asked) -> Filter {
        let text = asked.q.unwrap_or_default();
        let place = match (asked.after, asked.before) {
            (Some(cursor), _) => Cursor::parse(&cursor).map(Place::After),
            (None, Some(cursor)) => Cursor::parse(&cursor).map(Place::Before),
            (None, None) => None,
        };
        Filter {
            q: text
                .trim()
                .chars()
                .filter(|character| !character.is_control())
                .take(LONGEST_SEARCH)
                .collect(),
            category: asked.category.and_then(|id| id.parse().ok()),
            price: asked.price.and_then(|name| Price::from_name(&name)),
            language: asked.language.and_then(|name| Language::from_name(&name)),
            level: asked.level.and_then(|name| Level::from_name(&name)),
            sort: match asked.sort.as_deref() {
                Some("popular") => Sort::Popular,
                Some("rated") => Sort::Rated,
                _ => Sort::Newest,
            },
            place: place.unwrap_or_default(),
        }
    }

    pub fn with_category(&self, category: Option<CategoryId>) -> Filter {
        Filter {
            category,
            ..self.at_the_start()
        }
    }

    pub fn with_price(&self, price: Option<Price>) -> Filter {
        Filter {
            price,
            ..self.at_the_start()
        }
    }

    /// The same words everywhere.
    pub fn with_words_alone(&self) -> Filter {
        Filter {
            q: self.q.clone(),
            sort: self.sort,
            ..Filter::default()
        }
    }

    pub fn with_language(&self, language: Option<Language>) -> Filter {
        Filter {
            language,
            ..self.at_the_start()
        }
    }

    pub fn with_level(&self, level: Option<Level>) -> Filter {
        Filter {
            level,
            ..self.at_the_start()
        }
    }

    pub fn with_sort(&self, sort: Sort) -> Filter {
        Filter {
            sort,
            ..self.at_the_start()
        }
    }

    pub fn at(&self, place: Place) -> Filter {
        Filter {
            place,
            ..self.clone()
        }
    }

    /// Another choice leads to its first page.
    fn at_the_start(&self) -> Filter {
        self.at(Place::First)
    }

    /// Whether anything narrows the list down.
    pub fn is_narrowed(&self) -> bool {
        self.with_sort(Sort::Newest) != Filter::default()
    }

    /// The address of this page of the catalogue; the same choice always has the same one.
    pub fn url(&self) -> String {
        let mut query = form_urlencoded();
        if !self.q.is_empty() {
            query.append_pair("q", &self.q);
        }
        if let Some(category) = self.category {
            query.append_pair("category", &category.to_string());
        }
        if let Some(price) = self.price {
            query.append_pair("price", price.name());
        }
        if let Some(language) = self.language {
            query.append_pair("language", language.name());
        }
        if let Some(level) = self.level {
            query.append_pair("level", level.name());
        }
        if self.sort != Sort::Newest {
            query.append_pair("sort", self.sort.name());
        }
        match self.place {
            Place::First => {}
            Place::After(Cursor { key, id }) => {
                query.append_pair("after", &format!("{key}.{id}"));
            }
            Place::Before(Cursor { key, id }) => {
                query.append_pair("before", &format!("{key}.{id}"));
            }
        }
        match query.finish() {
            query if query.is_empty() => "/courses".into(),
            query => format!("/courses?{query}"),
        }
    }
}

fn form_urlencoded() -> url::form_urlencoded::Serializer<'static, String> {
    url::form_urlencoded::Serializer::new(String::new())
}

#[cfg(test)]
mod tests;
