//! The pages of accounts.

use askama::Template;
use i18n_embed_fl::fl;

use crate::accounts::profile::ProfileForm;
use crate::accounts::registration::RegistrationForm;
use crate::accounts::sign_in::SignInForm;
use crate::error::Errors;
use crate::i18n::{self, Loader};
use crate::storage::Usage;
use crate::web::Page;

#[derive(Template)]
#[template(path = "accounts/register.html")]
pub struct Register {
    l: Loader,
    page: Page,
    form: RegistrationForm,
    errors: Errors,
}

impl Register {
    pub fn new(page: Page, form: RegistrationForm, errors: Errors) -> Register {
        Register {
            l: page.l,
            page,
            form,
            errors,
        }
    }
}

#[derive(Template)]
#[template(path = "accounts/sign_in.html")]
pub struct SignIn {
    l: Loader,
    page: Page,
    form: SignInForm,
    errors: Errors,
}

impl SignIn {
    pub fn new(page: Page, form: SignInForm, errors: Errors) -> SignIn {
        SignIn {
            l: page.l,
            page,
            form,
            errors,
        }
    }
}

#[derive(Template)]
#[template(path = "accounts/settings.html")]
pub struct Settings {
    l: Loader,
    page: Page,
    form: ProfileForm,
    errors: Errors,
    usage: Usage,
}

impl Settings {
    pub fn new(page: Page, form: ProfileForm, errors: Errors, usage: Usage) -> Settings {
        Settings {
            l: page.l,
            page,
            form,
            errors,
            usage,
        }
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
