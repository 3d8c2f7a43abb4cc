//! The pages of mails.

use askama::Template;
use i18n_embed_fl::fl;

use crate::config::Config;
use crate::csv::Csv;
use crate::i18n::{Loader, date_time};
use crate::mail::{self, Entry, MailFilter};
use crate::web::Page;
use crate::web::listing::{Head, Listing, Rows};

#[derive(Template)]
#[template(path = "admin/mails.html")]
pub(super) struct Mails {
    l: Loader,
    page: Page,
    filter: MailFilter,
    found: Rows<Entry>,
    /// Where mails lie, if no mail server is configured.
    folder: Option<String>,
}

impl Mails {
    /// `mails` as the query brings them, perhaps one more than a page.
    pub(super) fn new(page: Page, config: &Config, filter: MailFilter, mails: Vec<Entry>) -> Mails {
        let is_file = config.mail.smtp_url.is_none();
        Mails {
            l: page.l,
            page,
            found: Rows::cut(&filter, mails, |last| format!("{0}~{0}", last.id)),
            filter,
            folder: is_file.then(|| mail::folder(config).display().to_string()),
        }
    }

    fn head(&self, column: &'static str, label: String) -> Head {
        self.filter.head(column, label)
    }

    fn states(&self) -> [(&'static str, String); 3] {
        [
            ("waiting", fl!(self.l, "admin-mails-waiting")),
            ("sent", fl!(self.l, "admin-mails-sent")),
            ("failed", fl!(self.l, "admin-mails-failed")),
        ]
    }

    fn time(&self, mail: &Entry) -> String {
        date_time(self.page.locale, mail.created_at, self.page.time_zone())
    }
}

/// A line a mail; moments in UTC. What it says is not in it.
pub(super) fn csv(l: Loader, rows: &[Entry]) -> String {
    let mut csv = Csv::new();
    csv.line(&[
        fl!(l, "admin-mails-subject"),
        fl!(l, "admin-mails-receiver"),
        fl!(l, "admin-mails-time"),
        fl!(l, "admin-mails-state"),
        fl!(l, "admin-mails-error"),
    ]);
    for row in rows {
        let state = match (row.sent_at, row.failed_at) {
            (Some(_), _) => fl!(l, "admin-mails-sent"),
            (None, Some(_)) => fl!(l, "admin-mails-failed"),
            (None, None) => fl!(l, "admin-mails-waiting"),
        };
        csv.line(&[
            row.subject.clone(),
            row.receiver.clone(),
            row.created_at.to_rfc3339(),
            state,
            row.error.clone(),
        ]);
    }
    csv.finish()
}

#[derive(Template)]
#[template(path = "admin/mail.html")]
pub(super) struct Mail {
    l: Loader,
    page: Page,
    mail: Entry,
    /// Line by line; none if it went to a mail server.
    text: Option<String>,
}

impl Mail {
    pub(super) fn new(page: Page, mail: Entry, text: Option<String>) -> Mail {
        Mail {
            l: page.l,
            page,
            mail,
            text,
        }
    }

    fn time(&self) -> String {
        date_time(
            self.page.locale,
            self.mail.created_at,
            self.page.time_zone(),
        )
    }
}
