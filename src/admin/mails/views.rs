//! The pages of mails.

use askama::Template;
use i18n_embed_fl::fl;

use crate::config::Config;
use crate::i18n::{Loader, date_time};
use crate::mail::{self, Entry, PAGE};
use crate::web::Page;

#[derive(Template)]
#[template(path = "admin/mails.html")]
pub(super) struct Mails {
    l: Loader,
    page: Page,
    mails: Vec<Entry>,
    has_older: bool,
    /// Where mails lie, if no mail server is configured.
    folder: Option<String>,
}

impl Mails {
    /// `mails` as [`mail::list`] returns them: the one beyond the page tells that there are more.
    pub(super) fn new(page: Page, config: &Config, mut mails: Vec<Entry>) -> Mails {
        let has_older = mails.len() > PAGE;
        mails.truncate(PAGE);
        let is_file = config.mail.smtp_url.is_none();
        Mails {
            l: page.l,
            page,
            mails,
            has_older,
            folder: is_file.then(|| mail::folder(config).display().to_string()),
        }
    }

    fn time(&self, mail: &Entry) -> String {
        date_time(self.page.locale, mail.created_at, self.page.time_zone())
    }
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
