//! The list of people, as a page and as CSV.

use askama::Template;
use i18n_embed_fl::fl;

use crate::accounts::{PEOPLE_PAGE, PeopleFilter, Person};
use crate::csv::Csv;
use crate::i18n::{Loader, date};
use crate::web::{Page, Role, with_query};

#[derive(Template)]
#[template(path = "admin/people.html")]
pub(super) struct People {
    l: Loader,
    page: Page,
    filter: PeopleFilter,
    people: Vec<Person>,
    has_more: bool,
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
    /// `people` as [`crate::accounts::list_people`] returns them: the one beyond the page tells that there are more.
    pub(super) fn new(page: Page, filter: PeopleFilter, mut people: Vec<Person>) -> People {
        let has_more = people.len() > PEOPLE_PAGE;
        people.truncate(PEOPLE_PAGE);
        People {
            l: page.l,
            page,
            filter,
            people,
            has_more,
        }
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

    fn sorts(&self) -> [(&'static str, String); 3] {
        [
            ("", fl!(self.l, "admin-sort-newest")),
            ("oldest", fl!(self.l, "admin-sort-oldest")),
            ("name", fl!(self.l, "admin-sort-name")),
        ]
    }

    fn role(&self, person: &Person) -> String {
        role_name(self.l, person.role)
    }

    fn joined(&self, person: &Person) -> String {
        date(self.page.locale, person.created_at, self.page.time_zone())
    }

    fn address(&self, path: &str, after: &str) -> String {
        let filter = &self.filter;
        let pairs = [
            ("q", filter.q.as_str()),
            ("role", filter.role.as_str()),
            ("state", filter.state.as_str()),
            ("sort", filter.sort.as_str()),
            ("after", after),
        ];
        with_query(path, &pairs)
    }

    fn more(&self) -> String {
        match self.people.last() {
            Some(last) if self.has_more => {
                self.address("/admin/people", &self.filter.place_of(last))
            }
            _ => String::new(),
        }
    }

    fn export(&self) -> String {
        self.address("/admin/people.csv", "")
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
