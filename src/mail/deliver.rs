//! Handing a mail to the mail server, or to a file where there is none.

use std::path::PathBuf;
use std::time::Duration;

use diesel::pg::PgConnection;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::outbox::{self, Waiting};
use super::{Letter, telling, unsubscribing};
use crate::config::Config;
use crate::error::Result;
use crate::jobs::Job;
use crate::state::App;

/// How long one conversation with the server may stand still.
const PATIENCE: Duration = Duration::from_secs(20);

/// Sends one mail. What the server refuses for now (4xx), or a server that is away, is tried again; what it refuses for
/// good (5xx) is noted and stops.
#[derive(Serialize, Deserialize)]
pub struct SendMail {
    pub id: i64,
}

impl Job for SendMail {
    const NAME: &'static str = "mail.send";
    const IS_OUTWARD: bool = true;

    /// The pauses grow to an hour, so a server may be away for two days.
    const MAX_ATTEMPTS: i32 = 60;

    const TIMEOUT: Duration = Duration::from_secs(90);

    async fn run(self, app: &App) -> anyhow::Result<()> {
        let (id, config) = (self.id, app.config.clone());
        let found = app
            .db
            .run(move |conn| {
                let mut mail = outbox::waiting(conn, id)?;
                if let Some(mail) = &mut mail {
                    telling::write(&config, mail)?;
                }
                Ok(mail)
            })
            .await?;
        match found {
            Some(mail) => send(app, id, mail).await,
            None => Ok(()),
        }
    }
}

/// Sends a mail of [`post_late`](outbox::post_late), whose words are asked for now, at each attempt anew; what there is
/// nothing left to say of is taken back. For a job with the patience of [`SendMail`].
pub async fn send_late(
    app: &App,
    id: i64,
    write: impl FnOnce(&mut PgConnection) -> Result<Option<Letter>> + Send + 'static,
) -> anyhow::Result<()> {
    let config = app.config.clone();
    let found = app
        .db
        .run(move |conn| {
            let Some(mut mail) = outbox::waiting(conn, id)? else {
                return Ok(None);
            };
            let Some(letter) = write(conn)? else {
                outbox::take_back(conn, id)?;
                return Ok(None);
            };
            let unsubscribe = unsubscribing::address(&config, &mail);
            let written = letter.write_with(mail.locale, unsubscribe)?;
            telling::put(&mut mail, written);
            Ok(Some(mail))
        })
        .await?;
    match found {
        Some(mail) => send(app, id, mail).await,
        None => Ok(()),
    }
}

/// Sends the mail and notes what became of it.
async fn send(app: &App, id: i64, mail: Waiting) -> anyhow::Result<()> {
    match deliver(&app.config, &mail).await {
        Ok(()) => {
            app.db.run(move |conn| Ok(outbox::sent(conn, id)?)).await?;
            Ok(())
        }
        Err(Refusal { words, for_good }) => {
            let noted = words.clone();
            app.db
                .run(move |conn| Ok(outbox::refused(conn, id, &noted, for_good)?))
                .await?;
            anyhow::ensure!(for_good, words);
            tracing::warn!(id, words, "a mail was refused for good");
            Ok(())
        }
    }
}

struct Refusal {
    words: String,
    for_good: bool,
}

impl Refusal {
    fn of(error: impl std::error::Error, for_good: bool) -> Refusal {
        let cause = error.source().map(|cause| format!(": {cause}"));
        Refusal {
            words: format!("{error}{}", cause.unwrap_or_default()),
            for_good,
        }
    }
}

async fn deliver(config: &Config, mail: &Waiting) -> Result<(), Refusal> {
    let message = compose(config, mail)?;
    let Some(url) = &config.mail.smtp_url else {
        let write = write_file(config, mail, &message).await;
        return write.map_err(|error| Refusal::of(error, false));
    };
    let transport = transport(url).map_err(|error| Refusal::of(error, false))?;
    let sent = transport.send(message).await;
    sent.map(|_| ()).map_err(|error| {
        let for_good = error.is_permanent();
        Refusal::of(error, for_good)
    })
}

fn transport(
    url: &str,
) -> Result<AsyncSmtpTransport<Tokio1Executor>, lettre::transport::smtp::Error> {
    let server = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)?;
    Ok(server.timeout(Some(PATIENCE)).build())
}

/// Whether a mail server is configured.
///
/// # Errors
/// One is, and it does not greet us or does not take our password.
pub async fn check(config: &Config) -> anyhow::Result<bool> {
    let Some(url) = &config.mail.smtp_url else {
        return Ok(false);
    };
    let answers = transport(url)?.test_connection().await?;
    anyhow::ensure!(answers, "the mail server does not answer");
    Ok(true)
}

/// The message as it goes over the wire. Every header is built by type, none by pasting (security row I6).
fn compose(config: &Config, mail: &Waiting) -> Result<Message, Refusal> {
    let receiver: Mailbox = mail
        .receiver
        .parse()
        .map_err(|error: lettre::address::AddressError| Refusal::of(error, true))?;
    let host = config.http.public_url.host_str().unwrap_or("localhost");
    let mut message = Message::builder().raw_header(raw("Auto-Submitted", "auto-generated"));
    if let Some(address) = unsubscribing::address(config, mail) {
        message = message
            .raw_header(raw("List-Unsubscribe", &format!("<{address}>")))
            .raw_header(raw("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"));
    }
    message
        .from(config.mail.from.clone())
        .to(receiver)
        .subject(mail.subject.clone())
        .message_id(Some(format!("<{}@{host}>", mail.message_id)))
        .multipart(MultiPart::alternative_plain_html(
            mail.plain.clone(),
            mail.html.clone(),
        ))
        .map_err(|error| Refusal::of(error, true))
}

fn raw(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

/// Where mails lie when there is no mail server.
pub fn folder(config: &Config) -> PathBuf {
    config.data.join("mails")
}

/// The message itself, for a mail program, and its text beside it.
async fn write_file(config: &Config, mail: &Waiting, message: &Message) -> std::io::Result<()> {
    let folder = folder(config);
    tokio::fs::create_dir_all(&folder).await?;
    let base = folder.join(mail.message_id.to_string());
    tokio::fs::write(base.with_extension("eml"), message.formatted()).await?;
    tokio::fs::write(base.with_extension("txt"), &mail.plain).await
}

/// The text of a mail that became a file; none if it went to a server.
pub async fn read_file(config: &Config, message_id: Uuid) -> Option<String> {
    let path = folder(config).join(format!("{message_id}.txt"));
    tokio::fs::read_to_string(path).await.ok()
}
