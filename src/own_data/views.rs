//! The page of one's own data.

use askama::Template;
use i18n_embed_fl::fl;

use super::deletion::Standing;
use super::export::Export;
use crate::error::Errors;
use crate::i18n::{Loader, file_size, full_date_time};
use crate::web::Page;

#[derive(Template)]
#[template(path = "own_data/account.html")]
pub(super) struct AccountPage {
    l: Loader,
    page: Page,
    export: Option<Export>,
    standing: Standing,
    has_factor: bool,
    errors: Errors,
}

impl AccountPage {
    pub(super) fn new(
        page: Page,
        (export, standing, has_factor): (Option<Export>, Standing, bool),
        errors: Errors,
    ) -> AccountPage {
        AccountPage {
            l: page.l,
            page,
            export,
            standing,
            has_factor,
            errors,
        }
    }

    /// What stands against deleting.
    fn obstacles(&self) -> Vec<String> {
        let words = self.standing.words();
        words.iter().map(|words| words.in_(self.l)).collect()
    }

    /// How large the archive is, and until when it can be fetched; nothing while it is made.
    fn ready(&self) -> Option<String> {
        let export = self.export.as_ref()?;
        let size = file_size(export.byte_size?);
        let until = full_date_time(self.page.locale, export.expires_at?, self.page.time_zone());
        Some(fl!(
            self.l,
            "own-data-export-ready",
            size = size,
            until = until
        ))
    }

    /// That it has no room for some files; nothing where all are in it.
    fn left_out(&self) -> Option<String> {
        let export = self.export.as_ref()?;
        export.expires_at.filter(|_| export.left_out > 0)?;
        let file = fl!(self.l, "own-data-left-out-file");
        Some(fl!(
            self.l,
            "own-data-left-out",
            count = export.left_out,
            file = file
        ))
    }

    fn goes(&self) -> [String; 5] {
        [
            fl!(self.l, "own-data-goes-profile"),
            fl!(self.l, "own-data-goes-sign-in"),
            fl!(self.l, "own-data-goes-study"),
            fl!(self.l, "own-data-goes-notifications"),
            fl!(self.l, "own-data-goes-rooms"),
        ]
    }

    fn stays(&self) -> [String; 3] {
        [
            fl!(self.l, "own-data-stays-words"),
            fl!(self.l, "own-data-stays-work"),
            fl!(self.l, "own-data-stays-orders"),
        ]
    }
}
