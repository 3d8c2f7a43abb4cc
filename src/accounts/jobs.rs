//! What accounts do by themselves.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::accounts::administration;
use crate::jobs::Job;
use crate::state::App;
use crate::web::session;

/// Deletes the sessions that have expired.
#[derive(Serialize, Deserialize, Default)]
pub struct PruneSessions {}

impl Job for PruneSessions {
    const NAME: &'static str = "accounts.prune_sessions";

    async fn run(self, app: &App) -> anyhow::Result<()> {
        app.db
            .run(|conn| Ok(session::delete_expired(conn)?))
            .await?;
        Ok(())
    }
}

/// Ends the suspensions whose time is over.
#[derive(Serialize, Deserialize, Default)]
pub struct LiftSuspensions {}

impl LiftSuspensions {
    pub const EVERY: Duration = Duration::from_secs(60);
}

impl Job for LiftSuspensions {
    const NAME: &'static str = "accounts.lift_suspensions";

    async fn run(self, app: &App) -> anyhow::Result<()> {
        app.db.run(administration::lift_due).await?;
        Ok(())
    }
}
