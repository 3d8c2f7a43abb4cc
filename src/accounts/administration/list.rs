//! The people of the platform as an administrator looks for them.

use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::Text;
use serde::Deserialize;

use crate::accounts::{Person, may_be_called};
use crate::error::Result;
use crate::keyset;
use crate::schema::sql_types::UserRole as RoleType;
use crate::schema::users;
use crate::search;
use crate::web::listing::{Listing, Sort, place};
use crate::web::{Admin, Role, UserId};

/// Which people, and in which order; what is empty or unknown asks for nothing. All is as it was typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct PeopleFilter {
    /// Part of a username, a name or an address.
    pub q: String,
    pub role: String,
    /// `active`, `suspended` or `unconfirmed`.
    pub state: String,
    pub sort: String,
    pub after: String,
}

impl Listing for PeopleFilter {
    const PATH: &'static str = "/admin/people";
    const COLUMNS: &'static [Sort] = &[Sort::down("joined"), Sort::up("name"), Sort::up("role")];

    fn filters(&self) -> Vec<(&'static str, &str)> {
        vec![("q", &self.q), ("role", &self.role), ("state", &self.state)]
    }

    fn typed_sort(&self) -> &str {
        &self.sort
    }
}

impl PeopleFilter {
    /// Where a person stands in the list.
    pub fn place_of(&self, person: &Person) -> String {
        match self.sort().column {
            "name" => format!("{}~{}", person.username.to_lowercase(), person.id),
            "role" => format!("{}~{}", person.role.name(), person.id),
            _ => format!("{0}~{0}", person.id),
        }
    }
}

/// One of them.
pub fn find_person(conn: &mut PgConnection, _: &Admin, id: UserId) -> Result<Person> {
    Ok(users::table
        .find(id)
        .filter(users::deleted_at.is_null())
        .select(Person::as_select())
        .first(conn)?)
}

/// The people that fit, in the order that is asked for.
pub fn list_people(
    conn: &mut PgConnection,
    _: &Admin,
    filter: &PeopleFilter,
    limit: i64,
) -> Result<Vec<Person>> {
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
        rows = rows.filter(may_be_called(words)).filter(is_named);
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
    let (sort, after) = (filter.sort(), filter.after.as_str());
    rows = match sort.column {
        "name" => {
            keyset!(rows, sort, place::<String>(after), "lower(users.username)": Text, "users.id")
        }
        "role" => {
            let place = place::<String>(after);
            let place = place.and_then(|(name, id)| Some((Role::from_name(&name)?, id)));
            keyset!(rows, sort, place, "users.role": RoleType, "users.id")
        }
        _ => keyset!(rows, sort, place::<i64>(after), "users.id": BigInt, "users.id"),
    };
    Ok(rows.load(conn)?)
}
