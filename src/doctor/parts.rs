//! The programs and stores that lectern works with.

use anyhow::{Context as _, Result, ensure};
use chrono::Utc;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::Text;

use super::Finding;
use crate::config::{Config, Store};
use crate::courses::CertificateFonts;
use crate::db;
use crate::mail;
use crate::realtime;
use crate::sidecar::postgres::{Binaries, has_cluster};
use crate::sidecar::{Database, ffmpeg, nginx_rtmp, poppler};
use crate::storage::Storage;

/// How far the clocks may be apart, in seconds, before somebody should know: Stripe's notices bear 300.
const APART: i64 = 5;

/// What there is to say of the database.
pub(super) struct Found {
    pub server: Finding,
    /// Whether its schema is this program's.
    pub migrations: Finding,
    pub clock: Finding,
}

impl Found {
    /// A database that can't be asked.
    fn silent(server: Finding) -> Found {
        let unknown = || Finding::Doubtful("unknown without the database".into());
        Found {
            server,
            migrations: unknown(),
            clock: unknown(),
        }
    }
}

pub(super) async fn database(config: &Config, is_running: bool) -> Found {
    let configured = config.database.url.as_deref();
    if configured.is_none() && !is_running && !has_cluster(&config.data) {
        let installed = Binaries::newest().map(|found| {
            format!(
                "PostgreSQL {} in {}; a private cluster will be made at the first start",
                found.major,
                found.folder.display()
            )
        });
        return Found {
            server: Finding::of(installed),
            migrations: Finding::Fine("at the first start".into()),
            clock: Finding::Fine("that of this machine".into()),
        };
    }
    let database = match Database::for_command(&config.data, configured).await {
        Ok(database) => database,
        Err(error) => return Found::silent(Finding::Broken(format!("{error:#}"))),
    };
    let url = database.url().to_owned();
    let findings = tokio::task::spawn_blocking(move || look_into(&url)).await;
    database.stop().await;
    findings.unwrap_or_else(|error| Found::silent(Finding::Broken(error.to_string())))
}

fn look_into(url: &str) -> Found {
    let mut conn = match PgConnection::establish(url) {
        Ok(conn) => conn,
        // libpq's words name host, user and database, never the password.
        Err(error) => {
            return Found::silent(Finding::Broken(format!(
                "{}: start it, or correct DATABASE_URL",
                error.to_string().trim_end()
            )));
        }
    };
    let migrations = match db::pending_migrations(&mut conn) {
        Ok(0) => Finding::Fine("all applied".into()),
        Ok(count) => Finding::Fine(format!("{count} to apply at the next start")),
        Err(error) => Finding::Broken(format!("{error:#}")),
    };
    Found {
        server: Finding::of(version(&mut conn)),
        migrations,
        clock: clock(&mut conn),
    }
}

/// Whether this machine and the database agree what time it is (row R23).
fn clock(conn: &mut PgConnection) -> Finding {
    match db::clock(conn) {
        Ok(theirs) => match (theirs - Utc::now()).num_seconds() {
            apart if apart.abs() > APART => Finding::Doubtful(format!(
                "{apart} seconds ahead of this machine's: set both (timedatectl set-ntp true), or Stripe's notices are refused"
            )),
            _ => Finding::Fine("the same as this machine's".into()),
        },
        Err(error) => Finding::Broken(error.to_string()),
    }
}

#[derive(QueryableByName)]
struct Setting {
    #[diesel(sql_type = Text)]
    value: String,
}

fn version(conn: &mut PgConnection) -> Result<String> {
    let mut setting = |name: &str| -> Result<String> {
        let query = diesel::sql_query("SELECT current_setting($1) AS value").bind::<Text, _>(name);
        Ok(query.get_result::<Setting>(conn)?.value)
    };
    let (version, encoding) = (setting("server_version")?, setting("server_encoding")?);
    let major: u32 = version
        .split('.')
        .next()
        .unwrap_or_default()
        .trim()
        .parse()
        .unwrap_or(0);
    let oldest = Binaries::OLDEST_MAJOR;
    ensure!(
        major >= oldest,
        "PostgreSQL {version} is too old: {oldest} or newer is needed"
    );
    ensure!(
        encoding == "UTF8",
        "the database is encoded in {encoding}: make one with ENCODING 'UTF8'"
    );
    Ok(format!("PostgreSQL {version}"))
}

fn place(config: &Config) -> String {
    match &config.store {
        Store::Folder => "the data folder".into(),
        Store::S3(s3) => format!("the bucket {}", s3.bucket),
    }
}

/// Redis answers, if there is one; without it everything works, only later.
pub(super) async fn redis(config: &Config) -> Finding {
    match realtime::check_bus(config).await {
        Ok(Some(())) => Finding::Fine("it answers: nodes tell each other at once".into()),
        Ok(None) => Finding::Fine("no REDIS_URL: this node is the whole system".into()),
        Err(error) => Finding::Doubtful(format!(
            "{error:#}: what other nodes write comes with some seconds' delay; start it, or correct REDIS_URL"
        )),
    }
}

pub(super) async fn storage(config: &Config) -> Finding {
    let checked = match Storage::open(config) {
        Ok(storage) => storage.check().await.map_err(anyhow::Error::from),
        Err(error) => Err(error),
    };
    Finding::of(
        checked
            .map(|()| format!("written, read and deleted in {}", place(config)))
            .with_context(|| {
                format!(
                    "files can't be stored in {}, and the archive of chat waits",
                    place(config)
                )
            }),
    )
}

pub(super) async fn nginx_rtmp() -> Result<String> {
    let found = nginx_rtmp::Binaries::find()?;
    found.check().await?;
    Ok(format!("{} takes its rtmp module", found.nginx.display()))
}

/// ffmpeg is there and was built with what recordings, posters and the demo video need.
pub(super) async fn ffmpeg() -> Result<String> {
    const FORMATS: [&str; 5] = ["flv", "mov,mp4", "matroska", "mpegts", "concat"];
    const ENCODERS: [&str; 3] = ["mjpeg", "aac", "libx264"];
    ffmpeg::find("ffprobe")?;
    let formats = ffmpeg::about("-formats").await?;
    let encoders = ffmpeg::about("-encoders").await?;
    let missing: Vec<_> = (FORMATS.iter().filter(|name| !formats.contains(*name)))
        .chain(ENCODERS.iter().filter(|name| !encoders.contains(*name)))
        .copied()
        .collect();
    ensure!(
        missing.is_empty(),
        "ffmpeg was built without {}: install the distribution's own (apt install ffmpeg)",
        missing.join(", ")
    );
    Ok(format!(
        "{} has every format",
        ffmpeg::find("ffmpeg")?.display()
    ))
}

/// Without it a PDF can't be courseware of a class; images can, and everything else works.
pub(super) async fn pdftoppm() -> Finding {
    match poppler::about().await {
        Ok(version) => Finding::Fine(version),
        Err(error) => Finding::Doubtful(format!(
            "no PDF can be shown in a class: {error:#} (apt install poppler-utils)"
        )),
    }
}

/// Without its fonts no certificate is set; everything else works.
pub(super) fn certificates(config: &Config) -> Finding {
    match CertificateFonts::find(&config.certificates) {
        Ok(fonts) => Finding::Fine(format!(
            "set in {} and {}",
            fonts.headings.display(),
            fonts.text.display()
        )),
        Err(error) => Finding::Doubtful(format!("no PDF can be set: {error:#}")),
    }
}

/// The mail server greets us and takes our password, if one is configured.
pub(super) async fn mail(config: &Config) -> Finding {
    match mail::check(config).await {
        Ok(true) => Finding::Fine("the mail server answers".into()),
        Ok(false) => Finding::Fine(format!(
            "no SMTP_URL: mails become files in {}",
            mail::folder(config).display()
        )),
        Err(error) => Finding::Broken(format!("{error:#}: start it, or correct SMTP_URL")),
    }
}
