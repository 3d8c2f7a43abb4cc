//! The page of one person.

use askama::Template;
use chrono::{DateTime, Utc};
use i18n_embed_fl::fl;

use super::handlers::SuspensionForm;
use super::queries::{About, Bought};
use super::views::{ROLES, role_name};
use crate::admin::audit::{action_name, facts, object_name};
use crate::audit::Line;
use crate::error::Errors;
use crate::i18n::{self, Loader};
use crate::web::{Page, Role};

#[derive(Template)]
#[template(path = "admin/person.html")]
pub(super) struct PersonPage {
    l: Loader,
    page: Page,
    about: About,
    errors: Errors,
    typed: SuspensionForm,
}

impl PersonPage {
    pub(super) fn new(
        page: Page,
        about: About,
        errors: Errors,
        typed: SuspensionForm,
    ) -> PersonPage {
        PersonPage {
            l: page.l,
            page,
            about,
            errors,
            typed,
        }
    }

    fn is_self(&self) -> bool {
        self.page.viewer_id() == Some(self.about.person.id)
    }

    fn name(&self) -> &str {
        &self.about.person.display_name
    }

    fn roles(&self) -> [(Role, String); 3] {
        ROLES.map(|role| (role, role_name(self.l, role)))
    }

    fn spans(&self) -> [(&'static str, String); 5] {
        [
            ("", fl!(self.l, "admin-suspension-open")),
            ("1", fl!(self.l, "admin-suspension-day")),
            ("7", fl!(self.l, "admin-suspension-week")),
            ("30", fl!(self.l, "admin-suspension-month")),
            ("365", fl!(self.l, "admin-suspension-year")),
        ]
    }

    fn date(&self, at: &DateTime<Utc>) -> String {
        i18n::date(self.page.locale, *at, self.page.time_zone())
    }

    fn time(&self, at: &DateTime<Utc>) -> String {
        i18n::full_date_time(self.page.locale, *at, self.page.time_zone())
    }

    fn error(&self, field: &str) -> String {
        self.errors.of(field, self.l).unwrap_or_default()
    }

    fn price(&self, order: &Bought) -> String {
        i18n::money(order.amount, &order.currency)
    }

    fn action(&self, line: &Line) -> String {
        action_name(self.l, &line.action)
    }

    fn object(&self, line: &Line) -> String {
        object_name(self.l, line)
    }

    fn facts(&self, line: &Line) -> String {
        facts(self.l, line)
    }
}
