//! What a mail says, in the words of its receiver's language, as HTML and as plain text.

use askama::Template;
use i18n_embed_fl::fl;

use crate::config::Config;
use crate::error::Result;
use crate::i18n::{Loader, Locale, Text};

/// A mail before it is put into a language.
pub struct Letter {
    pub subject: Text,
    pub paragraphs: Vec<Text>,
    /// The words of the one button, and the whole address it leads to (see [`link`]).
    pub action: Option<(Text, String)>,
}

/// The address of a path of this site, as mails write it: below `PUBLIC_URL`, whatever the request that caused the
/// mail said of its host (security row A6).
pub fn link(config: &Config, path: &str) -> String {
    let origin = config.http.public_url.as_str().trim_end_matches('/');
    format!("{origin}{path}")
}

#[derive(Template)]
#[template(path = "mail/letter.html")]
struct Html {
    l: Loader,
    locale: Locale,
    subject: String,
    paragraphs: Vec<String>,
    action: Option<(String, String)>,
    /// Where such mails are turned off.
    unsubscribe: Option<String>,
}

/// A mail in one language.
pub(super) struct Written {
    pub subject: String,
    pub html: String,
    pub plain: String,
}

impl Letter {
    /// Puts it into a language. What would end a header line is left out of the subject (security row I6).
    pub(super) fn write(&self, locale: Locale) -> Result<Written> {
        self.write_with(locale, None)
    }

    /// The same, with the address where such mails are turned off.
    pub(super) fn write_with(
        &self,
        locale: Locale,
        unsubscribe: Option<String>,
    ) -> Result<Written> {
        let l = locale.loader();
        let subject: String = self.subject.in_(l);
        let subject = subject.replace(|c: char| c.is_control(), " ");
        let paragraphs: Vec<String> = self.paragraphs.iter().map(|words| words.in_(l)).collect();
        let action = self
            .action
            .as_ref()
            .map(|(words, url)| (words.in_(l), url.clone()));
        let mut plain = paragraphs.join("\n\n");
        if let Some((words, url)) = &action {
            plain += &format!("\n\n{words}\n{url}");
        }
        plain += &format!("\n\n-- \n{}\n", fl!(l, "shell-name"));
        if let Some(address) = &unsubscribe {
            plain += &format!("{}\n{address}\n", fl!(l, "mail-unsubscribe"));
        }
        let html = Html {
            l,
            locale,
            subject: subject.clone(),
            paragraphs,
            action,
            unsubscribe,
        };
        Ok(Written {
            html: html.render()?,
            subject,
            plain,
        })
    }
}
