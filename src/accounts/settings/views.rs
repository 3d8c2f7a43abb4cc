//! The pages of settings.

use askama::Template;
use i18n_embed_fl::fl;

use super::profile::ProfileForm;
use super::sessions::name_of;
use crate::accounts::devices;
use crate::error::Errors;
use crate::i18n::{self, Loader, full_date_time};
use crate::storage::Usage;
use crate::web::Page;
use crate::web::session::{OpenSession, SessionHash};

#[derive(Template)]
#[template(path = "accounts/settings/profile.html")]
pub(super) struct ProfilePage {
    l: Loader,
    page: Page,
    form: ProfileForm,
    errors: Errors,
    usage: Usage,
}

impl ProfilePage {
    pub(super) fn new(page: Page, form: ProfileForm, errors: Errors, usage: Usage) -> ProfilePage {
        ProfilePage {
            l: page.l,
            page,
            form,
            errors,
            usage,
        }
    }

    /// What is wrong with a field; empty if nothing is.
    fn problem(&self, field: &str) -> String {
        self.errors.of(field, self.l).unwrap_or_default()
    }

    fn room(&self) -> String {
        let [used, most] =
            [self.usage.bytes, self.usage.quota.bytes].map(|bytes| i18n::file_size(bytes as i64));
        fl!(self.l, "media-usage", used = used, most = most)
    }

    fn files(&self) -> String {
        let [count, most] =
            [self.usage.files, self.usage.quota.files].map(|files| i18n::number(files as i64));
        fl!(self.l, "media-usage-files", count = count, most = most)
    }

    fn themes(&self) -> [(&'static str, String); 3] {
        [
            ("system", fl!(self.l, "shell-theme-system")),
            ("light", fl!(self.l, "shell-theme-light")),
            ("dark", fl!(self.l, "shell-theme-dark")),
        ]
    }

    /// Every zone that the program knows, by its name in the tz database.
    fn time_zones(&self) -> impl Iterator<Item = &'static str> {
        chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name())
    }
}

#[derive(Template)]
#[template(path = "accounts/settings/password.html")]
pub(super) struct PasswordPage {
    l: Loader,
    page: Page,
    errors: Errors,
}

impl PasswordPage {
    pub(super) fn new(page: Page, errors: Errors) -> PasswordPage {
        PasswordPage {
            l: page.l,
            page,
            errors,
        }
    }
}

#[derive(Template)]
#[template(path = "accounts/settings/sessions.html")]
pub(super) struct SessionsPage {
    l: Loader,
    page: Page,
    sessions: Vec<OpenSession>,
    own: Option<SessionHash>,
}

impl SessionsPage {
    /// `own`: the session that asks.
    pub(super) fn new(
        page: Page,
        sessions: Vec<OpenSession>,
        own: Option<SessionHash>,
    ) -> SessionsPage {
        SessionsPage {
            l: page.l,
            page,
            sessions,
            own,
        }
    }

    fn is_own(&self, session: &OpenSession) -> bool {
        self.own
            .is_some_and(|own| own.as_slice() == session.id_hash)
    }

    fn device(&self, session: &OpenSession) -> String {
        devices::in_words(&session.user_agent, self.l)
    }

    fn name(&self, session: &OpenSession) -> String {
        name_of(&session.id_hash)
    }

    /// Address, since when, and when it was last used.
    fn facts(&self, session: &OpenSession) -> Vec<String> {
        let time = |at| full_date_time(self.page.locale, at, self.page.time_zone());
        let (since, last) = (time(session.created_at), time(session.last_seen_at));
        let address = Some(session.address.clone()).filter(|address| !address.is_empty());
        let times = [
            fl!(self.l, "accounts-session-since", time = since),
            fl!(self.l, "accounts-session-last", time = last),
        ];
        address.into_iter().chain(times).collect()
    }
}
