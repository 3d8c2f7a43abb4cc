//! The page of one's address, and those that the links in mails open.

use askama::Template;
use i18n_embed_fl::fl;

use super::changing::Address;
use crate::error::Errors;
use crate::i18n::Loader;
use crate::web::Page;

#[derive(Template)]
#[template(path = "accounts/settings/email.html")]
pub(super) struct EmailPage {
    l: Loader,
    page: Page,
    address: Address,
    /// What was typed into the form.
    typed: String,
    errors: Errors,
}

impl EmailPage {
    pub(super) fn new(page: Page, address: Address, typed: String, errors: Errors) -> EmailPage {
        EmailPage {
            l: page.l,
            page,
            address,
            typed,
            errors,
        }
    }
}

#[derive(Template)]
#[template(path = "accounts/confirmation.html")]
pub(super) struct Confirmation {
    l: Loader,
    page: Page,
    token: String,
    /// Nothing if the link is over.
    email: Option<String>,
}

impl Confirmation {
    pub(super) fn new(page: Page, token: String, email: Option<String>) -> Confirmation {
        Confirmation {
            l: page.l,
            page,
            token,
            email,
        }
    }

    fn username(&self) -> &str {
        let viewer = self.page.viewer.as_ref();
        viewer.map_or("", |viewer| viewer.username.as_str())
    }
}

#[derive(Template)]
#[template(path = "accounts/undo.html")]
pub(super) struct Undo {
    l: Loader,
    page: Page,
    token: String,
    /// Nothing if the link is over.
    email: Option<String>,
    errors: Errors,
}

impl Undo {
    pub(super) fn new(page: Page, token: String, email: Option<String>, errors: Errors) -> Undo {
        Undo {
            l: page.l,
            page,
            token,
            email,
            errors,
        }
    }
}
