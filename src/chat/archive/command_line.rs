//! `lectern archive`, as it is typed and answered.

use std::time::Duration;

use anyhow::{Result, bail};
use clap::Subcommand;

use super::commands;
use crate::state::App;

#[derive(Subcommand)]
pub enum ArchiveCommand {
    /// Move old messages to the archive now.
    Run {
        /// How old, in days; by default as LECTERN_ARCHIVE_AFTER_DAYS says.
        #[arg(long)]
        older_than_days: Option<u32>,
    },
    /// Read the whole archive and compare it with the database.
    Verify,
    /// Put archived messages back into the database.
    Restore {
        /// Those of one room alone.
        #[arg(long)]
        room: Option<i64>,
    },
}

/// Does it, and says what has been done.
///
/// # Errors
/// Whatever kept it from being done, or is wrong with the archive.
pub async fn obey(app: &App, command: ArchiveCommand) -> Result<()> {
    const DAY: u64 = 24 * 3600;
    match command {
        ArchiveCommand::Run { older_than_days } => {
            let asked = older_than_days.map(|days| Duration::from_secs(DAY * u64::from(days)));
            let Some(age) = asked.or(app.config.archive.after) else {
                bail!("LECTERN_ARCHIVE_AFTER_DAYS is off: say --older-than-days");
            };
            let moved = commands::run(app, age).await?;
            println!(
                "{} messages moved to {} objects",
                moved.messages, moved.objects
            );
        }
        ArchiveCommand::Verify => {
            let found = commands::verify(app).await?;
            found
                .problems
                .iter()
                .for_each(|problem| println!("FAIL {problem}"));
            println!("{} messages in {} objects", found.messages, found.objects);
            if !found.problems.is_empty() {
                bail!(
                    "{} objects are not as they were written",
                    found.problems.len()
                );
            }
        }
        ArchiveCommand::Restore { room } => {
            let back = commands::restore(app, room).await?;
            println!(
                "{} messages put back from {} objects",
                back.messages, back.objects
            );
        }
    }
    Ok(())
}
