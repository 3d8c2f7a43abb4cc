//! The list of people, as a page and as CSV.

use askama::Template;
use i18n_embed_fl::fl;

use crate::accounts::{PeopleFilter, Person};
use crate::csv::Csv;
use crate::i18n::{Loader, date};
use crate::web::listing::{Head, Listing, Rows};
use crate::web::{Page, Role};

#[derive(Template)]
#[template(path = "admin/people.html")]
pub(super) struct People {
    l: Loader,
    page: Page,
    filter: PeopleFilter,
    found: Rows<Person>,
}

pub(super) fn role_name(l: Loader, role: Role) -> String {
    match role {
        Role::Student => fl!(l, "admin-role-student"),
        Role::Teacher => fl!(l, "admin-role-teacher"),
        Role::Admin => fl!(l, "admin-role-admin"),
    }
}

pub(super) const ROLES: [Role; 3] = [Role::Student, Role::Teacher, Role::Admin];

impl People {
    /// `people` as the query brings them, perhaps one more than a page.
    pub(super) fn new(page: Page, filter: PeopleFilter, people: Vec<Person>) -> People {
        People {
            l: page.l,
            page,
            found: Rows::cut(&filter, people, |last| filter.place_of(last)),
            filter,
        }
    }

    fn head(&self, column: &'static str, label: String) -> Head {
        self.filter.head(column, label)
    }

    fn roles(&self) -> [(&'static str, String); 3] {
        ROLES.map(|role| (role.name(), role_name(self.l, role)))
    }

    fn states(&self) -> [(&'static str, String); 3] {
        [
            ("active", fl!(self.l, "admin-state-active")),
            ("suspended", fl!(self.l, "admin-suspended")),
            ("unconfirmed", fl!(self.l, "admin-state-unconfirmed")),
        ]
    }

    fn role(&self, person: &Person) -> String {
        role_name(self.l, person.role)
    }

    fn joined(&self, person: &Person) -> String {
        date(self.page.locale, person.created_at, self.page.time_zone())
    }
}

/// A line a person; moments in UTC.
pub(super) fn csv(l: Loader, people: &[Person]) -> String {
    let mut csv = Csv::new();
    csv.line(&[
        fl!(l, "admin-people-username"),
        fl!(l, "admin-people-name"),
        fl!(l, "admin-people-email"),
        fl!(l, "admin-people-role"),
        fl!(l, "admin-people-access"),
        fl!(l, "admin-people-joined"),
    ]);
    for person in people {
        let state = match person.is_suspended {
            true => fl!(l, "admin-suspended"),
            false => fl!(l, "admin-state-active"),
        };
        csv.line(&[
            person.username.clone(),
            person.display_name.clone(),
            person.email.clone(),
            role_name(l, person.role),
            state,
            person.created_at.to_rfc3339(),
        ]);
    }
    csv.finish()
}
