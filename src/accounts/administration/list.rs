//! The people of the platform as an administrator looks for them.

use diesel::pg::PgConnection;
use diesel::prelude::*;
use serde::Deserialize;

use crate::accounts::Person;
use crate::error::Result;
use crate::schema::users;
use crate::search;
use crate::web::{Admin, Role, UserId};

/// How many people a page of the list has.
pub const PAGE: usize = 50;

/// The most lines of a CSV file.
const MOST_EXPORTED: i64 = 100_000;

/// Which people, and in which order; what is empty or unknown asks for nothing. All is as it was typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct PeopleFilter {
    /// Part of a username, a name or an address.
    pub q: String,
    pub role: String,
    /// `active`, `suspended` or `unconfirmed`.
    pub state: String,
    /// `oldest` or `name`; otherwise the newest come first.
    pub sort: String,
    /// The last of the page before: an id, or a username where they are sorted by name.
    pub after: String,
}

impl PeopleFilter {
    /// What the next page begins after.
    pub fn place_of(&self, last: &Person) -> String {
        match self.sort.as_str() {
            "name" => last.username.clone(),
            _ => last.id.to_string(),
        }
    }
}

/// One page of them; one more than a page if there are more.
pub fn list_people(
    conn: &mut PgConnection,
    _: &Admin,
    filter: &PeopleFilter,
) -> Result<Vec<Person>> {
    find(conn, filter, PAGE as i64 + 1)
}

/// All that fit, up to a hundred thousand.
pub fn all_people(
    conn: &mut PgConnection,
    _: &Admin,
    filter: &PeopleFilter,
) -> Result<Vec<Person>> {
    find(conn, filter, MOST_EXPORTED)
}

/// One of them.
pub fn find_person(conn: &mut PgConnection, _: &Admin, id: UserId) -> Result<Person> {
    Ok(users::table
        .find(id)
        .filter(users::deleted_at.is_null())
        .select(Person::as_select())
        .first(conn)?)
}

fn find(conn: &mut PgConnection, filter: &PeopleFilter, limit: i64) -> Result<Vec<Person>> {
    let mut rows = users::table
        .filter(users::deleted_at.is_null())
        .limit(limit)
        .select(Person::as_select())
        .into_boxed();
    let words = filter.q.trim();
    if !words.is_empty() {
        let like = search::like_anywhere(words);
        let is_named = users::username
            .ilike(like.clone())
            .or(users::display_name.ilike(like.clone()))
            .or(users::email.ilike(like));
        rows = rows.filter(is_named);
    }
    if let Some(role) = Role::from_name(&filter.role) {
        rows = rows.filter(users::role.eq(role));
    }
    rows = match filter.state.as_str() {
        "active" => rows.filter(users::is_suspended.eq(false)),
        "suspended" => rows.filter(users::is_suspended),
        "unconfirmed" => rows.filter(users::email_confirmed_at.is_null()),
        _ => rows,
    };
    let after = filter.after.parse::<UserId>().ok();
    rows = match (filter.sort.as_str(), after) {
        ("name", _) => rows
            .filter(users::username.gt(filter.after.clone()))
            .order(users::username),
        ("oldest", after) => rows
            .filter(users::id.gt(after.unwrap_or(0)))
            .order(users::id),
        (_, after) => rows
            .filter(users::id.lt(after.unwrap_or(UserId::MAX)))
            .order(users::id.desc()),
    };
    Ok(rows.load(conn)?)
}
