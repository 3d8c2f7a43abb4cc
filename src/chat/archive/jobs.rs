//! Archiving by itself.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{moving, renewing};
use crate::jobs::Job;
use crate::state::App;

/// A room with fewer old messages than this waits for more; but not for longer than [`PATIENCE`].
const LEAST: usize = 200;
const PATIENCE: Duration = Duration::from_secs(30 * 24 * 3600);

/// What is left after this is done at the next turn.
const TIME: Duration = Duration::from_secs(240);

/// Moves old messages to the archive, if that is configured, and renews its objects.
#[derive(Default, Serialize, Deserialize)]
pub struct ArchiveMessages {}

impl ArchiveMessages {
    pub const EVERY: Duration = Duration::from_secs(3600);
}

impl Job for ArchiveMessages {
    const NAME: &'static str = "chat.archive_messages";

    /// While the store is away the archive waits for the next turn; that is told by `lectern doctor` and no dead letter.
    async fn run(self, app: &App) -> anyhow::Result<()> {
        if let Err(error) = archive(app).await {
            tracing::warn!(error = %format!("{error:#}"), "the archive waits");
        }
        Ok(())
    }
}

async fn archive(app: &App) -> anyhow::Result<()> {
    renewing::run(app).await?;
    let Some(after) = app.config.archive.after else {
        return Ok(());
    };
    let many = moving::run(app, after, LEAST, TIME).await?;
    let few = moving::run(app, after + PATIENCE, 1, TIME).await?;
    let messages = many.messages + few.messages;
    if messages > 0 {
        tracing::info!(messages, objects = many.objects + few.objects, "archived");
    }
    Ok(())
}
