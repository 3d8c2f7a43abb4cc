//! The page on which somebody asks to teach.

use askama::Template;
use i18n_embed_fl::fl;

use super::Latest;
use crate::error::Errors;
use crate::i18n::{Loader, full_date_time};
use crate::web::Page;

#[derive(Template)]
#[template(path = "accounts/settings/teaching.html")]
pub(super) struct TeachingPage {
    l: Loader,
    page: Page,
    latest: Option<Latest>,
    typed: String,
    errors: Errors,
}

impl TeachingPage {
    pub(super) fn new(
        page: Page,
        latest: Option<Latest>,
        typed: String,
        errors: Errors,
    ) -> TeachingPage {
        TeachingPage {
            l: page.l,
            page,
            latest,
            typed,
            errors,
        }
    }

    /// What waits to be decided.
    fn waiting(&self) -> Option<&Latest> {
        let latest = self.latest.as_ref();
        latest.filter(|latest| latest.is_granted.is_none())
    }

    /// Why the latest was refused.
    fn refusal(&self) -> Option<&str> {
        let latest = self.latest.as_ref();
        let refused = latest.filter(|latest| latest.is_granted == Some(false));
        refused.map(|latest| latest.reason.as_str())
    }

    fn sent(&self, latest: &Latest) -> String {
        let time = full_date_time(self.page.locale, latest.created_at, self.page.time_zone());
        fl!(self.l, "accounts-teaching-waiting", time = time)
    }

    fn is_unconfirmed(&self) -> bool {
        let viewer = self.page.viewer.as_ref();
        viewer.is_some_and(|viewer| viewer.unconfirmed_email.is_some())
    }

    fn problem(&self, field: &str) -> String {
        self.errors.of(field, self.l).unwrap_or_default()
    }
}
