//! `lectern jobs`, as it is typed and answered.

use anyhow::{Result, bail};
use clap::Subcommand;

use super::{DeadLetterFilter, dead_letters, kinds, retry, retry_all};
use crate::error::AppError;
use crate::i18n::Locale;
use crate::state::App;

/// Failed jobs that are listed; the page of administration has more.
const MOST: i64 = 1_000;

#[derive(Subcommand)]
pub enum JobsCommand {
    /// Show the queue, and the jobs that failed for good with their errors.
    List,
    /// Have failed jobs tried again: one by its number, those of a kind, or all.
    Retry {
        /// The number of one job.
        id: Option<i64>,
        /// All of this kind, as `list` names it.
        #[arg(long, conflicts_with = "id")]
        job: Option<String>,
        /// All.
        #[arg(long, conflicts_with_all = ["id", "job"])]
        all: bool,
    },
}

/// Does it, and says what has been done.
///
/// # Errors
/// Whatever kept it from being done, in words.
pub async fn obey(app: &App, command: JobsCommand) -> Result<()> {
    match command {
        JobsCommand::List => list(app).await,
        JobsCommand::Retry { id: Some(id), .. } => retry_one(app, id).await,
        JobsCommand::Retry { job, all, .. } => {
            let Some(job) = job.or_else(|| all.then(String::new)) else {
                bail!("say which: a number, --job KIND or --all");
            };
            let count = app.db.run(move |conn| retry_all(conn, &job)).await?;
            println!("{count} jobs are queued again");
            Ok(())
        }
    }
}

async fn retry_one(app: &App, id: i64) -> Result<()> {
    match app.db.run(move |conn| retry(conn, id)).await {
        Ok(name) => println!("{name} {id} is queued again"),
        Err(AppError::NotFound) => bail!("no failed job has the number {id}"),
        Err(AppError::Conflict(words)) => bail!(words.in_(Locale::En.loader())),
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

async fn list(app: &App) -> Result<()> {
    let all = DeadLetterFilter::default();
    let (kinds, dead) = app
        .db
        .run(move |conn| Ok((kinds(conn)?, dead_letters(conn, &all, MOST)?)))
        .await?;
    println!(
        "{:<32} {:>8} {:>8} {:>8}",
        "job", "waiting", "running", "failed"
    );
    for kind in kinds {
        println!(
            "{:<32} {:>8} {:>8} {:>8}",
            kind.name, kind.waiting, kind.running, kind.dead
        );
    }
    for job in dead {
        let error = job.last_error.unwrap_or_default().replace('\n', "\n  ");
        println!(
            "\n{} {}, {} attempts\n  {error}",
            job.name, job.id, job.attempts
        );
    }
    Ok(())
}
