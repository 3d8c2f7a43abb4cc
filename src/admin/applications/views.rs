//! The list of those who want to teach.

use askama::Template;
use i18n_embed_fl::fl;

use super::handlers::Again;
use crate::accounts::{Application, ApplicationFilter};
use crate::csv::Csv;
use crate::i18n::{Loader, date_time};
use crate::web::Page;
use crate::web::listing::{Head, Listing, Rows};

#[derive(Template)]
#[template(path = "admin/applications.html")]
pub(super) struct Applications {
    l: Loader,
    page: Page,
    filter: ApplicationFilter,
    found: Rows<Application>,
    again: Option<Again>,
}

/// The tone and the word of its tag.
fn state_of(l: Loader, application: &Application) -> (&'static str, String) {
    match application.is_granted {
        None => ("amber", fl!(l, "admin-application-waits")),
        Some(true) => ("jade", fl!(l, "admin-application-granted")),
        Some(false) => ("danger", fl!(l, "admin-application-refused")),
    }
}

impl Applications {
    /// `rows` as the query brings them, perhaps one more than a page.
    pub(super) fn new(
        page: Page,
        filter: ApplicationFilter,
        rows: Vec<Application>,
        again: Option<Again>,
    ) -> Applications {
        Applications {
            l: page.l,
            page,
            found: Rows::cut(&filter, rows, |last| format!("{0}~{0}", last.id)),
            filter,
            again,
        }
    }

    fn heads(&self) -> [Head; 1] {
        [self
            .filter
            .head("asked", fl!(self.l, "admin-application-asked"))]
    }

    fn states(&self) -> [(&'static str, String); 4] {
        [
            ("", fl!(self.l, "admin-application-waits")),
            ("granted", fl!(self.l, "admin-application-granted")),
            ("refused", fl!(self.l, "admin-application-refused")),
            ("all", fl!(self.l, "admin-filter-any")),
        ]
    }

    fn state(&self, application: &Application) -> (&'static str, String) {
        state_of(self.l, application)
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

/// A line an application; moments in UTC.
pub(super) fn csv(l: Loader, rows: &[Application]) -> String {
    let mut csv = Csv::new();
    csv.line(&[
        fl!(l, "admin-people-username"),
        fl!(l, "admin-people-name"),
        fl!(l, "admin-application-asked"),
        fl!(l, "admin-application-words"),
        fl!(l, "admin-people-state"),
        fl!(l, "admin-application-decided"),
        fl!(l, "admin-application-reason"),
    ]);
    for row in rows {
        csv.line(&[
            row.username.clone(),
            row.display_name.clone(),
            row.created_at.to_rfc3339(),
            row.words.clone(),
            state_of(l, row).1,
            row.decided_at.map(|at| at.to_rfc3339()).unwrap_or_default(),
            row.reason.clone(),
        ]);
    }
    csv.finish()
}
