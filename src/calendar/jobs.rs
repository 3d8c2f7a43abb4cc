//! The jobs of the calendar.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::reminders;
use crate::jobs::Job;
use crate::state::App;

/// Tells learners of what is due within a day. Recurs every five minutes.
#[derive(Default, Serialize, Deserialize)]
pub struct RemindOfDue {}

impl RemindOfDue {
    pub const EVERY: Duration = Duration::from_secs(300);
}

impl Job for RemindOfDue {
    const NAME: &'static str = "calendar.remind_of_due";

    async fn run(self, app: &App) -> anyhow::Result<()> {
        app.db.run(reminders::remind).await?;
        Ok(())
    }
}
