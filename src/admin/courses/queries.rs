//! Courses in every state, filtered and sorted.

use chrono::{DateTime, Utc};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::{Integer, Text};
use serde::Deserialize;

use crate::courses::Status;
use crate::error::Result;
use crate::keyset;
use crate::schema::{courses, users};
use crate::search;
use crate::web::Admin;
use crate::web::listing::{Listing, Sort, place};

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Filter {
    /// Part of a title or of the owner's name.
    pub q: String,
    pub status: String,
    pub sort: String,
    pub after: String,
}

impl Listing for Filter {
    const PATH: &'static str = "/admin/courses";
    const COLUMNS: &'static [Sort] = &[
        Sort::down("made"),
        Sort::up("title"),
        Sort::down("learners"),
        Sort::down("price"),
    ];

    fn filters(&self) -> Vec<(&'static str, &str)> {
        vec![("q", &self.q), ("status", &self.status)]
    }

    fn typed_sort(&self) -> &str {
        &self.sort
    }
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
    /// Where a course stands in the list.
    pub fn place_of(&self, row: &Row) -> String {
        match self.sort().column {
            "title" => format!("{}~{}", row.title, row.id),
            "learners" => format!("{}~{}", row.learners, row.id),
            "price" => format!("{}~{}", row.price_minor, row.id),
            _ => format!("{0}~{0}", row.id),
        }
    }
}

/// The courses that fit, in the order that is asked for.
pub fn find(conn: &mut PgConnection, _: &Admin, filter: &Filter, limit: i64) -> Result<Vec<Row>> {
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
    let (sort, after) = (filter.sort(), filter.after.as_str());
    rows = match sort.column {
        "title" => keyset!(rows, sort, place::<String>(after), "courses.title": Text, "courses.id"),
        "learners" => {
            keyset!(rows, sort, place::<i32>(after), "courses.enrolled_count": Integer, "courses.id")
        }
        "price" => {
            keyset!(rows, sort, place::<i64>(after), "courses.price_minor": BigInt, "courses.id")
        }
        _ => keyset!(rows, sort, place::<i64>(after), "courses.id": BigInt, "courses.id"),
    };
    Ok(rows.load(conn)?)
}
