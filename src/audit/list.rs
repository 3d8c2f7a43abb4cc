//! The lines of the log as an administrator looks for them.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;
use diesel::dsl::sql;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Nullable, Text};
use serde::Deserialize;
use serde_json::Value;

use crate::error::{AppError, Result};
use crate::keyset;
use crate::schema::{audit_log, users};
use crate::text;
use crate::web::listing::{self, Listing, Sort, place};
use crate::web::{Admin, UserId};

/// The kinds of things whose id is a person's.
const PEOPLE: [&str; 2] = ["user", "member"];

/// Which lines; what is empty asks for nothing. All is as it was typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Filter {
    /// The username of who did it.
    pub person: String,
    pub action: String,
    /// The kind of thing it was done to, and its id.
    pub kind: String,
    pub object: String,
    /// The first and the last day, in the reader's time zone.
    pub from: String,
    pub until: String,
    pub sort: String,
    pub after: String,
}

impl Listing for Filter {
    const PATH: &'static str = "/admin/audit";
    const COLUMNS: &'static [Sort] = &[Sort::down("time")];

    fn filters(&self) -> Vec<(&'static str, &str)> {
        vec![
            ("person", &self.person),
            ("action", &self.action),
            ("kind", &self.kind),
            ("object", &self.object),
            ("from", &self.from),
            ("until", &self.until),
        ]
    }

    fn typed_sort(&self) -> &str {
        &self.sort
    }
}

/// A line of the log.
#[derive(Queryable, Debug, Clone)]
pub struct Line {
    pub id: i64,
    pub at: DateTime<Utc>,
    pub actor_id: Option<UserId>,
    pub actor: Option<String>,
    pub action: String,
    pub kind: String,
    pub object: String,
    pub reason: String,
    pub details: Value,
    pub address: String,
    /// The username of whom it was done to, if the thing is a person.
    pub person: Option<String>,
}

/// The lines with who did it.
macro_rules! lines {
    () => {
        audit_log::table
            .left_join(users::table.on(users::id.nullable().eq(audit_log::actor_id)))
            .select((
                audit_log::id,
                audit_log::at,
                audit_log::actor_id,
                users::username.nullable(),
                audit_log::action,
                audit_log::subject_type,
                audit_log::subject_id,
                audit_log::reason,
                audit_log::details,
                audit_log::address,
                sql::<Nullable<Text>>("NULL"),
            ))
            .into_boxed()
    };
}

/// The lines that fit, in the order that is asked for; one more than a page if there are more.
///
/// # Errors
/// [`AppError::Invalid`] for a day that is none.
pub fn page(conn: &mut PgConnection, _: &Admin, filter: &Filter, zone: Tz) -> Result<Vec<Line>> {
    find(conn, filter, zone, listing::PAGE as i64 + 1)
}

/// All lines that fit, up to a hundred thousand.
///
/// # Errors
/// As [`page`].
pub fn export(conn: &mut PgConnection, _: &Admin, filter: &Filter, zone: Tz) -> Result<Vec<Line>> {
    find(conn, filter, zone, listing::MOST_EXPORTED)
}

/// The last lines of what a person did and of what was done to them.
pub fn about_person(
    conn: &mut PgConnection,
    _: &Admin,
    person: UserId,
    limit: i64,
) -> Result<Vec<Line>> {
    let to_them = audit_log::subject_type
        .eq_any(PEOPLE)
        .and(audit_log::subject_id.eq(person.to_string()));
    let lines = lines!()
        .filter(audit_log::actor_id.eq(person).assume_not_null().or(to_them))
        .order(audit_log::id.desc())
        .limit(limit)
        .load(conn)?;
    with_people(conn, lines)
}

/// Every name of an act that there is, in order.
pub fn actions(conn: &mut PgConnection) -> Result<Vec<String>> {
    names(conn, "action")
}

/// Every kind of thing that something was done to, in order.
pub fn kinds(conn: &mut PgConnection) -> Result<Vec<String>> {
    names(conn, "subject_type")
}

/// The different values of a column with an index that begins with it, by hopping from one to the next.
fn names(conn: &mut PgConnection, column: &'static str) -> Result<Vec<String>> {
    #[derive(QueryableByName)]
    struct Name {
        #[diesel(sql_type = Text)]
        name: String,
    }
    let rows: Vec<Name> = diesel::sql_query(format!(
        "WITH RECURSIVE names AS (
             (SELECT {column} AS name FROM audit_log ORDER BY {column} LIMIT 1)
             UNION ALL
             SELECT (SELECT {column} FROM audit_log WHERE {column} > names.name ORDER BY {column} LIMIT 1)
             FROM names WHERE names.name IS NOT NULL
         ) SELECT name FROM names WHERE name IS NOT NULL"
    ))
    .load(conn)?;
    Ok(rows.into_iter().map(|row| row.name).collect())
}

fn find(conn: &mut PgConnection, filter: &Filter, zone: Tz, limit: i64) -> Result<Vec<Line>> {
    let mut rows = lines!().limit(limit);
    let place = place::<i64>(&filter.after);
    rows = keyset!(rows, filter.sort(), place, "audit_log.id": BigInt, "audit_log.id");
    let person = filter.person.trim().trim_start_matches('@');
    if !person.is_empty() {
        let named =
            sql::<Bool>("lower(users.username) = lower(").bind::<Text, _>(person.to_owned());
        rows = rows.filter(named.sql(")"));
    }
    if !filter.action.is_empty() {
        rows = rows.filter(audit_log::action.eq(filter.action.clone()));
    }
    if !filter.kind.is_empty() {
        rows = rows.filter(audit_log::subject_type.eq(filter.kind.clone()));
    } else if !filter.object.trim().is_empty() {
        // The index of what was done to a thing begins with its kind.
        rows = rows.filter(audit_log::subject_type.eq_any(kinds(conn)?));
    }
    if !filter.object.trim().is_empty() {
        rows = rows.filter(audit_log::subject_id.eq(filter.object.trim().to_owned()));
    }
    if let Some(from) = start_of("from", &filter.from, 0, zone)? {
        rows = rows.filter(audit_log::at.ge(from));
    }
    if let Some(until) = start_of("until", &filter.until, 1, zone)? {
        rows = rows.filter(audit_log::at.lt(until));
    }
    let lines = rows.load(conn)?;
    with_people(conn, lines)
}

/// The moment in which the day that was typed begins there, or one so many days later.
fn start_of(
    field: &'static str,
    typed: &str,
    later: u64,
    zone: Tz,
) -> Result<Option<DateTime<Utc>>> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    let day = NaiveDate::parse_from_str(typed.trim(), "%Y-%m-%d").ok();
    let day = day.and_then(|day| day.checked_add_days(Days::new(later)));
    // A day that begins in the hour that a clock leaves out begins with the next.
    let start = day.and_then(|day| {
        let midnight = day.and_time(NaiveTime::MIN);
        let next = midnight + chrono::Duration::hours(1);
        let begins = |at| zone.from_local_datetime(&at).earliest();
        begins(midnight).or_else(|| begins(next))
    });
    match start {
        Some(start) => Ok(Some(start.with_timezone(&Utc))),
        None => Err(AppError::invalid(field, text!("admin-audit-day"))),
    }
}

/// Names the people that something was done to.
fn with_people(conn: &mut PgConnection, mut lines: Vec<Line>) -> Result<Vec<Line>> {
    let is_person = |line: &&Line| PEOPLE.contains(&line.kind.as_str());
    let ids = lines.iter().filter(is_person);
    let ids: BTreeSet<UserId> = ids.filter_map(|line| line.object.parse().ok()).collect();
    if ids.is_empty() {
        return Ok(lines);
    }
    let names: HashMap<UserId, String> = users::table
        .filter(users::id.eq_any(ids))
        .select((users::id, users::username))
        .load::<(UserId, String)>(conn)?
        .into_iter()
        .collect();
    for line in &mut lines {
        if PEOPLE.contains(&line.kind.as_str()) {
            let id = line.object.parse::<UserId>().ok();
            line.person = id.and_then(|id| names.get(&id).cloned());
        }
    }
    Ok(lines)
}
