//! What accounts do by themselves.

use serde::{Deserialize, Serialize};

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
