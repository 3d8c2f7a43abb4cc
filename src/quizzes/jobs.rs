//! The jobs of quizzes.

use std::time::Duration;

use diesel::pg::PgConnection;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::taking::{self, Attempt, AttemptId};
use crate::db;
use crate::error::Result;
use crate::jobs::Job;
use crate::schema::attempts;
use crate::state::App;

/// Hands in what is there once the time of an attempt is over, with no browser open.
#[derive(Serialize, Deserialize)]
pub struct CloseAttempt {
    pub attempt: AttemptId,
}

impl CloseAttempt {
    /// How long the job has to wait; nothing for an attempt without a deadline.
    pub(super) fn delay(conn: &mut PgConnection, attempt: AttemptId) -> Result<Option<Duration>> {
        let attempt: Attempt = attempts::table
            .find(attempt)
            .select(Attempt::as_select())
            .first(conn)?;
        let now = db::clock(conn)?;
        Ok(attempt.time_left(now))
    }
}

impl Job for CloseAttempt {
    const NAME: &'static str = "quizzes.close_attempt";

    async fn run(self, app: &App) -> anyhow::Result<()> {
        // An attempt that is handed in or gone is nothing to do; one whose deadline was moved has a job of its own.
        app.db
            .run(move |conn| taking::close_quietly(conn, self.attempt))
            .await?;
        Ok(())
    }
}
