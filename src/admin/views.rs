//! The pages of administrators.

use std::collections::HashSet;

use askama::Template;
use i18n_embed_fl::fl;

use crate::accounts::{PEOPLE_PAGE, Person};
use crate::i18n::{Loader, date};
use crate::web::{Page, Role, Theme, UserId};

#[derive(Template)]
#[template(path = "admin/people.html")]
pub struct People {
    l: Loader,
    page: Page,
    q: String,
    people: Vec<Person>,
    /// Those with a second factor.
    guarded: HashSet<UserId>,
    has_older: bool,
}

impl People {
    /// `people` as [`crate::accounts::list_people`] returns them: the one beyond the page tells that there are more.
    pub fn new(page: Page, q: String, mut people: Vec<Person>, guarded: HashSet<UserId>) -> People {
        let has_older = people.len() > PEOPLE_PAGE;
        people.truncate(PEOPLE_PAGE);
        People {
            l: page.l,
            page,
            q,
            people,
            guarded,
            has_older,
        }
    }

    fn roles(&self) -> [(Role, String); 3] {
        [
            (Role::Student, fl!(self.l, "admin-role-student")),
            (Role::Teacher, fl!(self.l, "admin-role-teacher")),
            (Role::Admin, fl!(self.l, "admin-role-admin")),
        ]
    }

    fn has_second_factor(&self, person: &Person) -> bool {
        self.guarded.contains(&person.id)
    }

    fn is_self(&self, person: &Person) -> bool {
        self.page.viewer_id() == Some(person.id)
    }

    fn joined(&self, person: &Person) -> String {
        date(self.page.locale, person.created_at, self.page.time_zone())
    }

    fn older(&self) -> String {
        match self.people.last() {
            Some(last) if self.has_older => serde_urlencoded::to_string([
                ("q", self.q.as_str()),
                ("before", &last.id.to_string()),
            ])
            .map(|query| format!("/admin/people?{query}"))
            .unwrap_or_default(),
            _ => String::new(),
        }
    }
}

/// Every component, once in light and once in dark.
#[derive(Template)]
#[template(path = "admin/components.html")]
pub struct Components {
    l: Loader,
    page: Page,
}

impl Components {
    pub fn new(page: Page) -> Components {
        Components { l: page.l, page }
    }

    fn themes(&self) -> [(Theme, String); 2] {
        [
            (Theme::Light, fl!(self.l, "admin-components-light")),
            (Theme::Dark, fl!(self.l, "admin-components-dark")),
        ]
    }
}
