//! The two forms of a forgotten password.

use askama::Template;
use i18n_embed_fl::fl;

use crate::error::Errors;
use crate::i18n::Loader;
use crate::web::Page;

#[derive(Template)]
#[template(path = "accounts/forgotten.html")]
pub(super) struct Forgotten {
    l: Loader,
    page: Page,
    login: String,
    errors: Errors,
}

impl Forgotten {
    pub(super) fn new(page: Page, login: String, errors: Errors) -> Forgotten {
        Forgotten {
            l: page.l,
            page,
            login,
            errors,
        }
    }
}

#[derive(Template)]
#[template(path = "accounts/new_password.html")]
pub(super) struct NewPassword {
    l: Loader,
    page: Page,
    token: String,
    errors: Errors,
}

impl NewPassword {
    pub(super) fn new(page: Page, token: String, errors: Errors) -> NewPassword {
        NewPassword {
            l: page.l,
            page,
            token,
            errors,
        }
    }
}
