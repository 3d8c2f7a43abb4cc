//! The queue's own housekeeping.

use serde::{Deserialize, Serialize};

use super::Job;
use crate::state::App;

/// Deletes the rows of jobs that were finished a week ago. Dead letters stay until somebody looks at them.
#[derive(Serialize, Deserialize, Default)]
pub struct PruneFinished {}

impl Job for PruneFinished {
    const NAME: &'static str = "jobs.prune_finished";

    async fn run(self, app: &App) -> anyhow::Result<()> {
        use crate::schema::jobs;
        use diesel::prelude::*;
        let week_ago = chrono::Utc::now() - chrono::Duration::days(7);
        app.db
            .run(move |conn| {
                Ok(
                    diesel::delete(jobs::table.filter(jobs::finished_at.lt(week_ago)))
                        .execute(conn)?,
                )
            })
            .await?;
        Ok(())
    }
}
