//! The jobs of live classes.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{lifecycle, notices};
use crate::jobs::Job;
use crate::state::App;

pub use super::recording::{CutReplay, RemuxRecording};
pub use super::slides::PrepareDeck;

/// Ends the classes whose picture has been away for too long. Recurs every minute.
#[derive(Default, Serialize, Deserialize)]
pub struct EndAbandoned {}

impl EndAbandoned {
    pub const EVERY: Duration = Duration::from_secs(60);
}

impl Job for EndAbandoned {
    const NAME: &'static str = "live.end_abandoned";

    async fn run(self, app: &App) -> anyhow::Result<()> {
        let limit = app.config.live.idle_limit;
        for room in app
            .db
            .run(move |conn| lifecycle::end_abandoned(conn, limit))
            .await?
        {
            tracing::info!(room, "ended a class that had no picture any more");
        }
        Ok(())
    }
}

/// Reminds learners of the classes that begin soon. Recurs every minute.
#[derive(Default, Serialize, Deserialize)]
pub struct RemindOfClasses {}

impl RemindOfClasses {
    pub const EVERY: Duration = Duration::from_secs(60);
}

impl Job for RemindOfClasses {
    const NAME: &'static str = "live.remind_of_classes";

    async fn run(self, app: &App) -> anyhow::Result<()> {
        Ok(app.db.run(notices::remind).await?)
    }
}
