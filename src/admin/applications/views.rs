//! The list of those who want to teach.

use askama::Template;
use i18n_embed_fl::fl;

use super::handlers::Again;
use crate::accounts::Application;
use crate::i18n::{Loader, date_time};
use crate::web::Page;

#[derive(Template)]
#[template(path = "admin/applications.html")]
pub(super) struct Applications {
    l: Loader,
    page: Page,
    applications: Vec<Application>,
    again: Option<Again>,
}

impl Applications {
    pub(super) fn new(
        page: Page,
        applications: Vec<Application>,
        again: Option<Again>,
    ) -> Applications {
        Applications {
            l: page.l,
            page,
            applications,
            again,
        }
    }

    fn time(&self, application: &Application) -> String {
        date_time(
            self.page.locale,
            application.created_at,
            self.page.time_zone(),
        )
    }

    fn again(&self, application: &Application) -> Option<&Again> {
        let again = self.again.as_ref();
        again.filter(|again| again.application == application.id)
    }

    fn typed(&self, application: &Application) -> &str {
        self.again(application)
            .map_or("", |again| again.typed.as_str())
    }

    fn problem(&self, application: &Application) -> String {
        let again = self.again(application);
        let words = again.and_then(|again| again.reply.errors.of("reason", self.l));
        words.unwrap_or_default()
    }
}
