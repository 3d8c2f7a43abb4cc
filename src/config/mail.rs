//! How mail is sent.

use anyhow::anyhow;
use lettre::message::Mailbox;
use lettre::{AsyncSmtpTransport, Tokio1Executor};

use super::{Http, parsed, var};

#[derive(Clone)]
pub struct Mail {
    /// `SMTP_URL` (none): the mail server, as `smtps://user:password@mail.school.example` or
    /// `smtp://…:587?tls=required`. Without it mails become files below the data folder.
    pub smtp_url: Option<String>,
    /// `LECTERN_MAIL_FROM` (lectern@ the host of `PUBLIC_URL`): who mails come from.
    pub from: Mailbox,
}

impl Mail {
    pub(super) fn from_env(http: &Http) -> anyhow::Result<Mail> {
        let smtp_url = var("SMTP_URL");
        if let Some(url) = &smtp_url {
            // The words do not repeat the address: a password stands in it.
            AsyncSmtpTransport::<Tokio1Executor>::from_url(url).map_err(|_| {
                anyhow!("SMTP_URL must be like smtps://user:password@mail.school.example")
            })?;
        }
        let host = http.public_url.domain().unwrap_or("localhost");
        Ok(Mail {
            smtp_url,
            from: parsed("LECTERN_MAIL_FROM", &format!("Lectern <lectern@{host}>"))?,
        })
    }
}

impl std::fmt::Debug for Mail {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Mail")
            .field("from", &self.from)
            .finish_non_exhaustive()
    }
}
