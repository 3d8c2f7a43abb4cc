//! The reports of all subjects as one list: each subject's own table, joined to what it is about, within one query.

use chrono::{DateTime, Utc};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{BigInt, Bool, Nullable, Text, Timestamptz};
use serde::Deserialize;

use super::kinds::{Kind, direction};
use crate::error::Result;
use crate::search;
use crate::web::listing::{Listing, Sort};
use crate::web::{Admin, UserId};

/// Which reports. All is as it was typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Filter {
    /// Part of a name, of the reason, of the place or of what was said.
    pub q: String,
    /// The name of a [`Kind`]; empty for all.
    pub kind: String,
    /// `upheld`, `dismissed` or `all`; empty for those that are open.
    pub state: String,
    pub sort: String,
    pub after: String,
}

impl Listing for Filter {
    const PATH: &'static str = "/admin/reports";
    const COLUMNS: &'static [Sort] = &[Sort::down("reported")];

    fn filters(&self) -> Vec<(&'static str, &str)> {
        let Filter { q, kind, state, .. } = self;
        vec![("q", q), ("kind", kind), ("state", state)]
    }

    fn typed_sort(&self) -> &str {
        &self.sort
    }
}

/// A report as the list shows it.
#[derive(QueryableByName, Debug)]
pub struct Row {
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    /// The message, danmaku or review.
    #[diesel(sql_type = BigInt)]
    pub thing: i64,
    /// The course; none for a message of a group or between two people, and of a class without a course.
    #[diesel(sql_type = Nullable<BigInt>)]
    pub course: Option<i64>,
    /// The room, class or lesson, if the administrator who looks may go there.
    #[diesel(sql_type = Nullable<BigInt>)]
    pub room: Option<i64>,
    /// The name of the room, class, lesson or course; empty between two people.
    #[diesel(sql_type = Text)]
    pub place: String,
    /// Said between two people: the list does not tell what.
    #[diesel(sql_type = Bool)]
    pub is_private: bool,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub author: Option<UserId>,
    #[diesel(sql_type = Text)]
    pub author_name: String,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub reporter: Option<UserId>,
    #[diesel(sql_type = Text)]
    pub reporter_name: String,
    #[diesel(sql_type = Text)]
    pub reason: String,
    /// How it begins.
    #[diesel(sql_type = Text)]
    pub excerpt: String,
    #[diesel(sql_type = Timestamptz)]
    pub at: DateTime<Utc>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub settled_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Text)]
    pub settled_by: String,
    /// Whether it was decided that the thing had to go.
    #[diesel(sql_type = Bool)]
    pub is_upheld: bool,
    /// Deleted or hidden, now.
    #[diesel(sql_type = Bool)]
    pub is_away: bool,
    /// How many have reported it.
    #[diesel(sql_type = BigInt)]
    pub reports: i64,
}

impl Row {
    pub fn kind(&self) -> Kind {
        Kind::from_name(&self.kind).unwrap_or(Kind::Message)
    }

    pub fn is_open(&self) -> bool {
        self.settled_at.is_none()
    }

    /// Where it stands in the list.
    pub fn place(&self) -> String {
        format!("{}~{}~{}", self.at.timestamp_micros(), self.kind, self.id)
    }
}

/// The reports that fit, latest or earliest first.
pub fn list(conn: &mut PgConnection, by: &Admin, asked: &Filter, limit: i64) -> Result<Vec<Row>> {
    let (sort, only) = (asked.sort(), Kind::from_name(&asked.kind));
    let kinds = Kind::ALL.into_iter();
    let kinds = kinds.filter(|kind| only.is_none_or(|only| only == *kind));
    let branches: Vec<String> = kinds
        .map(|kind| kind.branch(&asked.state, sort, limit))
        .collect();
    let (_, way) = direction(sort);
    let query = format!(
        "SELECT * FROM ({}) found ORDER BY at {way}, kind {way}, id {way} LIMIT {limit}",
        branches.join(" UNION ALL ")
    );
    let like = match asked.q.trim() {
        "" => String::new(),
        words => search::like_anywhere(words),
    };
    let place = place(&asked.after);
    let (at, kind, id) = place.map_or((None, "", 0), |(at, kind, id)| (Some(at), kind.name(), id));
    Ok(sql_query(query)
        .bind::<BigInt, _>(by.0.id)
        .bind::<Text, _>(like)
        .bind::<Nullable<Timestamptz>, _>(at)
        .bind::<Text, _>(kind)
        .bind::<BigInt, _>(id)
        .load(conn)?)
}

/// As [`Row::place`] writes it.
fn place(typed: &str) -> Option<(DateTime<Utc>, Kind, i64)> {
    let mut parts = typed.split('~');
    let at = DateTime::from_timestamp_micros(parts.next()?.parse().ok()?)?;
    Some((
        at,
        Kind::from_name(parts.next()?)?,
        parts.next()?.parse().ok()?,
    ))
}
