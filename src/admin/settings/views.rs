//! The page of settings.

use askama::Template;
use i18n_embed_fl::fl;

use super::handlers::SettingsForm;
use crate::error::Errors;
use crate::i18n::Loader;
use crate::web::Page;

#[derive(Template)]
#[template(path = "admin/settings.html")]
pub(super) struct SettingsPage {
    l: Loader,
    page: Page,
    form: SettingsForm,
    errors: Errors,
}

impl SettingsPage {
    pub(super) fn new(page: Page, form: SettingsForm, errors: Errors) -> SettingsPage {
        SettingsPage {
            l: page.l,
            page,
            form,
            errors,
        }
    }

    fn registrations(&self) -> [(&'static str, String); 3] {
        [
            ("open", fl!(self.l, "admin-settings-registration-open")),
            (
                "invited",
                fl!(self.l, "admin-settings-registration-invited"),
            ),
            ("closed", fl!(self.l, "admin-settings-registration-closed")),
        ]
    }

    fn groups(&self) -> [(&'static str, String); 2] {
        [
            ("teachers", fl!(self.l, "admin-settings-groups-teachers")),
            ("admins", fl!(self.l, "admin-settings-groups-admins")),
        ]
    }

    fn error(&self, field: &str) -> String {
        // The names of the site are fields of the settings, and of people's forms as well.
        let known = match field {
            "site_name" => "name",
            "site_name_en" => "name_en",
            other => other,
        };
        self.errors.of(known, self.l).unwrap_or_default()
    }
}
