//! `lectern backup` and `lectern restore`, as they are answered.

use std::path::Path;

use anyhow::{Context as _, Result};

use super::{restore, write};
use crate::config::Config;
use crate::sidecar::postgres::url_of_running;
use crate::state::App;

const MOMENT: &str = "%Y-%m-%d %H:%M:%S UTC";

/// Writes the backup and says what is in it.
///
/// # Errors
/// As [`write`].
pub async fn obey_backup(app: &App, file: &Path) -> Result<()> {
    let configured = app.config.database.url.clone();
    let database = configured.or_else(|| url_of_running(&app.config.data));
    let database = database.context("the database can't be found")?;
    let written = write(app, &database, file).await?;
    for key in &written.missing {
        println!("WARN  the store has no {key}, which a row names");
    }
    println!(
        "{}: the site as of {}, {} files, {} MB, read back and compared",
        file.display(),
        written.taken_at.format(MOMENT),
        written.files,
        written.bytes / 1_000_000
    );
    println!("It holds people's data and the site's secret: keep it safe.");
    Ok(())
}

/// Brings the site back and says what to do next.
///
/// # Errors
/// As [`restore`].
pub async fn obey_restore(config: &Config, file: &Path, outward: &[&str]) -> Result<()> {
    let restored = restore(config, file, outward).await?;
    println!(
        "The site is as it was at {}, with {} files. Everybody has to sign in again.",
        restored.taken_at.format(MOMENT),
        restored.files
    );
    if restored.held_back > 0 {
        println!(
            "{} jobs that send mail or money wait: see `lectern jobs list`, then retry or drop them.",
            restored.held_back
        );
    }
    Ok(())
}
