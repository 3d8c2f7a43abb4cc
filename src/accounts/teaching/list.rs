//! The applications as an administrator looks for them.

use chrono::{DateTime, Utc};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use serde::Deserialize;

use crate::error::Result;
use crate::keyset;
use crate::schema::{teacher_applications, users};
use crate::search;
use crate::web::listing::{Listing, Sort, place};
use crate::web::{Admin, UserId};

/// Which applications. All is as it was typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ApplicationFilter {
    /// Part of a name or of what was written.
    pub q: String,
    /// `granted`, `refused` or `all`; empty for those that wait.
    pub state: String,
    pub sort: String,
    pub after: String,
}

impl Listing for ApplicationFilter {
    const PATH: &'static str = "/admin/applications";
    const COLUMNS: &'static [Sort] = &[Sort::up("asked")];

    fn filters(&self) -> Vec<(&'static str, &str)> {
        vec![("q", &self.q), ("state", &self.state)]
    }

    fn typed_sort(&self) -> &str {
        &self.sort
    }
}

/// Somebody who wants to teach, and what became of it.
#[derive(Queryable)]
pub struct Application {
    pub id: i64,
    pub words: String,
    pub created_at: DateTime<Utc>,
    pub person: UserId,
    pub username: String,
    pub display_name: String,
    pub decided_at: Option<DateTime<Utc>>,
    pub is_granted: Option<bool>,
    /// What the person was told.
    pub reason: String,
}

/// The applications that fit, in the order that is asked for.
pub fn list_applications(
    conn: &mut PgConnection,
    _: &Admin,
    filter: &ApplicationFilter,
    limit: i64,
) -> Result<Vec<Application>> {
    let is_there = users::is_suspended
        .eq(false)
        .and(users::deleted_at.is_null());
    let mut rows = teacher_applications::table
        .inner_join(users::table.on(users::id.eq(teacher_applications::user_id)))
        .limit(limit)
        .select((
            teacher_applications::id,
            teacher_applications::words,
            teacher_applications::created_at,
            users::id,
            users::username,
            users::display_name,
            teacher_applications::decided_at,
            teacher_applications::is_granted,
            teacher_applications::reason,
        ))
        .into_boxed();
    rows = match filter.state.as_str() {
        "granted" => rows.filter(teacher_applications::is_granted.eq(true)),
        "refused" => rows.filter(teacher_applications::is_granted.eq(false)),
        "all" => rows,
        _ => rows
            .filter(teacher_applications::decided_at.is_null())
            .filter(is_there),
    };
    let words = filter.q.trim();
    if !words.is_empty() {
        let like = search::like_anywhere(words);
        let is_named = users::username
            .ilike(like.clone())
            .or(users::display_name.ilike(like.clone()))
            .or(teacher_applications::words.ilike(like));
        rows = rows.filter(is_named);
    }
    let (sort, place) = (filter.sort(), place::<i64>(&filter.after));
    rows = keyset!(rows, sort, place, "teacher_applications.id": BigInt, "teacher_applications.id");
    Ok(rows.load(conn)?)
}
