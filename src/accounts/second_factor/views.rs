//! The pages of the second factor.

use askama::Template;
use i18n_embed_fl::fl;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use qrcode::{Color, EcLevel, QrCode};

use super::totp::{self, Secret};
use crate::error::{AppError, Errors, Result};
use crate::i18n::Loader;
use crate::web::{Page, Viewer};

/// Blank modules around a QR code, as its standard wants them.
const QUIET: usize = 4;

pub(super) struct State {
    pub is_on: bool,
    /// Recovery codes that were not used.
    pub codes_left: i64,
}

#[derive(Template)]
#[template(path = "accounts/settings/two_factor.html")]
pub(super) struct StatePage {
    l: Loader,
    page: Page,
    state: State,
    errors: Errors,
}

impl StatePage {
    pub(super) fn new(page: Page, state: State, errors: Errors) -> StatePage {
        StatePage {
            l: page.l,
            page,
            state,
            errors,
        }
    }

    fn is_unconfirmed(&self) -> bool {
        let viewer = self.page.viewer.as_ref();
        viewer.is_some_and(|viewer| viewer.unconfirmed_email.is_some())
    }
}

#[derive(Template)]
#[template(path = "accounts/settings/two_factor_setup.html")]
pub(super) struct SettingUp {
    l: Loader,
    page: Page,
    /// The dark squares of the code, as the path of an SVG picture.
    squares: String,
    /// Modules along an edge of the picture.
    side: usize,
    address: String,
    secret: String,
    errors: Errors,
}

impl SettingUp {
    pub(super) fn new(
        page: Page,
        viewer: &Viewer,
        secret: &Secret,
        errors: Errors,
    ) -> Result<SettingUp> {
        let issuer = fl!(page.l, "shell-name");
        let address = totp::address(secret, &issuer, &viewer.username);
        let code = QrCode::with_error_correction_level(&address, EcLevel::M)
            .map_err(|error| AppError::Internal(error.into()))?;
        Ok(SettingUp {
            l: page.l,
            page,
            squares: squares(&code),
            side: code.width() + 2 * QUIET,
            address,
            secret: totp::in_groups(secret),
            errors,
        })
    }
}

fn squares(code: &QrCode) -> String {
    let (width, colours) = (code.width(), code.to_colors());
    let dark = colours
        .iter()
        .enumerate()
        .filter(|(_, colour)| **colour == Color::Dark);
    dark.map(|(place, _)| {
        let (x, y) = (place % width + QUIET, place / width + QUIET);
        format!("M{x} {y}h1v1h-1z")
    })
    .collect()
}

#[derive(Template)]
#[template(path = "accounts/settings/recovery_codes.html")]
pub(super) struct Codes {
    l: Loader,
    page: Page,
    username: String,
    codes: Vec<String>,
}

impl Codes {
    pub(super) fn new(page: Page, viewer: &Viewer, codes: Vec<String>) -> Codes {
        Codes {
            l: page.l,
            page,
            username: viewer.username.clone(),
            codes,
        }
    }

    /// The codes as a file that lies in its own address: the program does not have them any more to send it later.
    fn file(&self) -> String {
        let head = fl!(
            self.l,
            "accounts-codes-file",
            username = self.username.as_str()
        );
        let text = format!("{head}\r\n\r\n{}\r\n", self.codes.join("\r\n"));
        let text = utf8_percent_encode(&text, NON_ALPHANUMERIC);
        format!("data:text/plain;charset=utf-8,{text}")
    }
}

#[derive(Template)]
#[template(path = "accounts/code.html")]
pub(super) struct CodePage {
    l: Loader,
    page: Page,
    next: String,
    errors: Errors,
}

impl CodePage {
    pub(super) fn new(page: Page, next: String, errors: Errors) -> CodePage {
        CodePage {
            l: page.l,
            page,
            next,
            errors,
        }
    }
}
