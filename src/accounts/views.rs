//! Registering and signing in.

use askama::Template;
use i18n_embed_fl::fl;

use crate::accounts::registration::RegistrationForm;
use crate::accounts::sign_in::SignInForm;
use crate::error::Errors;
use crate::i18n::Loader;
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
