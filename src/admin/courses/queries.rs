//! Courses in every state, filtered and sorted.

use chrono::{DateTime, Utc};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use serde::Deserialize;

use crate::courses::Status;
use crate::error::Result;
use crate::schema::{courses, users};
use crate::search;

/// Courses a page.
pub const PAGE: usize = 50;

/// The most lines of a CSV file.
const MOST_EXPORTED: i64 = 100_000;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Filter {
    /// Part of a title or of the owner's name.
    pub q: String,
    pub status: String,
    /// `enrolled` for those with most learners first; otherwise the newest come first.
    pub sort: String,
    /// The last of the page before: an id, or `learners-id`.
    pub after: String,
}

#[derive(Queryable, Debug)]
pub struct Row {
    pub id: i64,
    pub title: String,
    pub owner: String,
    pub owner_id: i64,
    pub status: Status,
    pub learners: i32,
    pub price_minor: i64,
    pub currency: String,
    pub created_at: DateTime<Utc>,
}

impl Filter {
    /// What the next page begins after.
    pub fn place_of(&self, last: &Row) -> String {
        match self.sort.as_str() {
            "enrolled" => format!("{}-{}", last.learners, last.id),
            _ => last.id.to_string(),
        }
    }
}

/// One more than a page if there are more.
pub fn page(conn: &mut PgConnection, filter: &Filter) -> Result<Vec<Row>> {
    find(conn, filter, PAGE as i64 + 1)
}

pub fn all(conn: &mut PgConnection, filter: &Filter) -> Result<Vec<Row>> {
    find(conn, filter, MOST_EXPORTED)
}

fn find(conn: &mut PgConnection, filter: &Filter, limit: i64) -> Result<Vec<Row>> {
    let mut rows = courses::table
        .inner_join(users::table.on(users::id.eq(courses::teacher_id)))
        .limit(limit)
        .select((
            courses::id,
            courses::title,
            users::username,
            users::id,
            courses::status,
            courses::enrolled_count,
            courses::price_minor,
            courses::currency,
            courses::created_at,
        ))
        .into_boxed();
    let words = filter.q.trim();
    if !words.is_empty() {
        let like = search::like_anywhere(words);
        let is_named = courses::title
            .ilike(like.clone())
            .or(users::username.ilike(like.clone()))
            .or(users::display_name.ilike(like));
        rows = rows.filter(is_named);
    }
    if let Some(status) = Status::from_name(&filter.status) {
        rows = rows.filter(courses::status.eq(status));
    }
    rows = match filter.sort.as_str() {
        "enrolled" => {
            let after = filter.after.split_once('-');
            let after = after.and_then(|(count, id)| Some((count.parse().ok()?, id.parse().ok()?)));
            let (count, id): (i32, i64) = after.unwrap_or((i32::MAX, i64::MAX));
            let is_later = courses::enrolled_count
                .lt(count)
                .or(courses::enrolled_count.eq(count).and(courses::id.lt(id)));
            rows.filter(is_later)
                .order((courses::enrolled_count.desc(), courses::id.desc()))
        }
        _ => rows
            .filter(courses::id.lt(filter.after.parse().unwrap_or(i64::MAX)))
            .order(courses::id.desc()),
    };
    Ok(rows.load(conn)?)
}
