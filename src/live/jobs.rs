//! The jobs of live classes.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{lifecycle, telling};
use crate::jobs::Job;
use crate::state::App;

pub use super::recording::RemuxRecording;

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

/// Tells learners of classes that are about to begin. Recurs every minute.
#[derive(Default, Serialize, Deserialize)]
pub struct TellOfClasses {}

impl TellOfClasses {
    pub const EVERY: Duration = Duration::from_secs(60);
}

impl Job for TellOfClasses {
    const NAME: &'static str = "live.tell_of_classes";

    async fn run(self, app: &App) -> anyhow::Result<()> {
        app.db.run(telling::soon).await?;
        Ok(())
    }
}
