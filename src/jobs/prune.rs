//! The queue's own housekeeping.

use diesel::dsl::{IntervalDsl, now};
use diesel::prelude::*;
use diesel::sql_types::Timestamptz;
use serde::{Deserialize, Serialize};

use super::Job;
use crate::schema::jobs;
use crate::state::App;

/// Deletes the rows of jobs that were finished a week ago. Dead letters stay until somebody looks at them.
#[derive(Serialize, Deserialize, Default)]
pub struct PruneFinished {}

impl Job for PruneFinished {
    const NAME: &'static str = "jobs.prune_finished";

    async fn run(self, app: &App) -> anyhow::Result<()> {
        app.db
            .run(|conn| {
                Ok(diesel::delete(jobs::table.filter(
                    jobs::finished_at.lt((now.into_sql::<Timestamptz>() - 7.days()).nullable()),
                ))
                .execute(conn)?)
            })
            .await?;
        Ok(())
    }
}
