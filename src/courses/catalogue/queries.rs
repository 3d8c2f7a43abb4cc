//! The published courses that a filter asks for, page by page.

use chrono::DateTime;
use diesel::dsl::{InnerJoin, IntoBoxed, sql};
use diesel::pg::{Pg, PgConnection};
use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};

use super::filter::{Cursor, Filter, Place, Price, Sort};
use super::found;
use crate::courses::card::{CardRow, CourseCard};
use crate::courses::category::CategoryTree;
use crate::courses::model::Status;
use crate::error::Result;
use crate::schema::{courses, users};
use crate::search;

pub const PAGE: usize = 24;

/// One page of courses, and the ways on from it.
#[derive(Debug)]
pub struct Listing {
    pub cards: Vec<CourseCard>,
    pub previous: Option<Cursor>,
    pub next: Option<Cursor>,
}

type Courses<'a> = IntoBoxed<'a, InnerJoin<courses::table, users::table>, Pg>;

/// Drafts and archived courses are in no list, whoever asks.
pub fn list(conn: &mut PgConnection, filter: &Filter, tree: &CategoryTree) -> Result<Listing> {
    let rows = paged(narrowed(filter, tree), filter.sort, filter.place)
        .limit(PAGE as i64 + 1)
        .select((CardRow::as_select(), users::display_name))
        .load(conn)?;
    let cards = rows.into_iter().map(CourseCard::of).collect();
    let mut listing = Listing::of(cards, filter);
    if !filter.q.is_empty() {
        found::mark(conn, &mut listing.cards, &filter.q)?;
    }
    Ok(listing)
}

fn narrowed<'a>(filter: &Filter, tree: &CategoryTree) -> Courses<'a> {
    let mut query = courses::table
        .inner_join(users::table)
        .filter(courses::status.eq(Status::Published))
        .into_boxed();
    if let Some(category) = filter.category {
        query = query.filter(courses::category_id.eq_any(tree.with_descendants(category)));
    }
    query = match filter.price {
        Some(Price::Free) => query.filter(courses::price_minor.eq(0)),
        Some(Price::Paid) => query.filter(courses::price_minor.gt(0)),
        None => query,
    };
    if let Some(language) = filter.language {
        query = query.filter(courses::language.eq(language));
    }
    if let Some(level) = filter.level {
        query = query.filter(courses::level.eq(level));
    }
    if !filter.q.is_empty() {
        query = searched(query, &filter.q);
    }
    query
}

/// By the words in `courses.search`. They are pairs of characters, which may stand apart in a text, so a longer run of
/// Chinese is looked for once more as it was typed.
fn searched<'a>(query: Courses<'a>, typed: &str) -> Courses<'a> {
    let Some(words) = search::query(typed) else {
        return query.filter(sql::<Bool>("false"));
    };
    let matching = sql::<Bool>("courses.search @@ ")
        .bind::<Text, _>(words)
        .sql("::tsquery");
    long_runs(typed)
        .into_iter()
        .fold(query.filter(matching), |query, run| {
            let pattern = search::like_anywhere(&run);
            query.filter(
                sql::<Bool>("(concat_ws(' ', courses.title, courses.summary, courses.description) LIKE ")
                    .bind::<Text, _>(pattern.clone())
                    .sql(" OR EXISTS (SELECT FROM lessons WHERE lessons.course_id = courses.id AND lessons.title LIKE ")
                    .bind::<Text, _>(pattern)
                    .sql("))"),
            )
        })
}

/// Runs of three and more Chinese characters; at most four of them.
fn long_runs(typed: &str) -> Vec<String> {
    typed
        .split(|character| !('\u{4e00}'..='\u{9fff}').contains(&character))
        .filter(|run| run.chars().count() > 2)
        .take(4)
        .map(String::from)
        .collect()
}

/// By a whole number, the highest first.
macro_rules! by_number {
    ($query:expr, $key:expr, $place:expr) => {{
        let (query, key) = ($query, $key);
        let at = |cursor: Cursor| i32::try_from(cursor.key).unwrap_or(i32::MAX);
        match $place {
            Place::First => query.order((key.desc(), courses::id.desc())),
            Place::After(cursor) => query
                .filter(key.le(at(cursor)))
                .filter(key.lt(at(cursor)).or(courses::id.lt(cursor.id)))
                .order((key.desc(), courses::id.desc())),
            Place::Before(cursor) => query
                .filter(key.ge(at(cursor)))
                .filter(key.gt(at(cursor)).or(courses::id.gt(cursor.id)))
                .order((key.asc(), courses::id.asc())),
        }
    }};
}

fn paged(query: Courses<'_>, sort: Sort, place: Place) -> Courses<'_> {
    match sort {
        Sort::Newest => by_publication(query, place),
        Sort::Popular => by_number!(query, courses::enrolled_count, place),
        Sort::Rated => by_number!(query, courses::rating_score, place),
    }
}

fn by_publication(query: Courses<'_>, place: Place) -> Courses<'_> {
    let key = courses::published_at.assume_not_null();
    let at = |cursor: Cursor| DateTime::from_timestamp_micros(cursor.key).unwrap_or_default();
    match place {
        Place::First => query.order((key.desc(), courses::id.desc())),
        Place::After(cursor) => query
            .filter(key.le(at(cursor)))
            .filter(key.lt(at(cursor)).or(courses::id.lt(cursor.id)))
            .order((key.desc(), courses::id.desc())),
        Place::Before(cursor) => query
            .filter(key.ge(at(cursor)))
            .filter(key.gt(at(cursor)).or(courses::id.gt(cursor.id)))
            .order((key.asc(), courses::id.asc())),
    }
}

impl Listing {
    /// Cuts the one row too many off and says where it goes on.
    fn of(mut cards: Vec<CourseCard>, filter: &Filter) -> Listing {
        let has_more = cards.len() > PAGE;
        cards.truncate(PAGE);
        let (has_previous, has_next) = match filter.place {
            Place::First => (false, has_more),
            Place::After(_) => (true, has_more),
            Place::Before(_) => {
                cards.reverse();
                (has_more, true)
            }
        };
        let cursor = |card: &CourseCard| cursor_of(card, filter.sort);
        Listing {
            previous: cards.first().filter(|_| has_previous).map(cursor),
            next: cards.last().filter(|_| has_next).map(cursor),
            cards,
        }
    }
}

fn cursor_of(card: &CourseCard, sort: Sort) -> Cursor {
    let key = match sort {
        Sort::Newest => card
            .published_at()
            .map_or(0, |published| published.timestamp_micros()),
        Sort::Popular => card.enrolled_count().into(),
        Sort::Rated => card.rating().score().into(),
    };
    Cursor { key, id: card.id() }
}
