//! `lectern doctor`: is every real part there and usable? Says in words what to do where not.
//!
//! It changes nothing that lasts: it starts an existing private Postgres for the while, but makes none.

mod machine;
mod parts;

use std::fmt::Display;

use crate::config::Config;
use crate::sidecar::{DataLock, LockError};

/// What became of one check.
enum Finding {
    Fine(String),
    /// Works, but somebody should know.
    Doubtful(String),
    /// Lectern can't work like this.
    Broken(String),
}

impl Finding {
    /// An error is a broken part in its own words.
    fn of(outcome: anyhow::Result<String>) -> Self {
        match outcome {
            Ok(about) => Self::Fine(about),
            Err(error) => Self::Broken(format!("{error:#}")),
        }
    }
}

/// Runs every check and prints a line for each. `true` if lectern can run.
pub async fn examine(config: &Config) -> bool {
    let running = match DataLock::take(&config.data) {
        Err(LockError::Held { holder, .. }) => Some(holder),
        _ => None,
    };
    let mut report = Report { is_healthy: true };
    report.line(
        "configuration",
        Finding::Fine(match &running {
            Some(holder) => format!("{}; Lectern is running: {holder}", config.http.public_url),
            None => format!("{}", config.http.public_url),
        }),
    );
    report.line("data folder", machine::data_folder(config));
    report.line("disk space", machine::disk_space(config));
    report.line("clock", machine::clock());
    report.line("fonts", machine::fonts());
    if running.is_none() {
        report.line(
            "web port",
            machine::port(config.http.listen, "LECTERN_LISTEN"),
        );
        report.line(
            "RTMP port",
            match config.live.rtmp_listen {
                Some(listen) => machine::port(listen, "LECTERN_RTMP_LISTEN"),
                None => Finding::Fine("live streams are turned off".into()),
            },
        );
    }
    let found = parts::database(config, running.is_some()).await;
    report.line("postgres", found.server);
    report.line("migrations", found.migrations);
    report.line("database clock", found.clock);
    report.line("redis", parts::redis(config).await);
    report.line("storage", parts::storage(config).await);
    report.line("nginx-rtmp", Finding::of(parts::nginx_rtmp().await));
    report.line("certificates", parts::certificates(config));
    report.line("mail", parts::mail(config).await);
    report.line("ffmpeg", Finding::of(parts::ffmpeg().await));
    report.line("pdftoppm", parts::pdftoppm().await);
    report.is_healthy
}

struct Report {
    is_healthy: bool,
}

impl Report {
    fn line(&mut self, part: impl Display, finding: Finding) {
        let (mark, words) = match finding {
            Finding::Fine(words) => ("ok", words),
            Finding::Doubtful(words) => ("WARN", words),
            Finding::Broken(words) => {
                self.is_healthy = false;
                ("FAIL", words)
            }
        };
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        println!("{mark:<5} {part:<14} {words}");
    }
}
