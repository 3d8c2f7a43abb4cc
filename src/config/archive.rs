//! When old messages leave the database for the archive.

use std::time::Duration;

use anyhow::{Context, ensure};

use super::var;

#[derive(Clone, Debug, Default)]
pub struct Archive {
    /// `LECTERN_ARCHIVE_AFTER_DAYS` (off): chat messages older than this are moved to the archive in storage.
    pub after: Option<Duration>,
}

impl Archive {
    pub(super) fn from_env() -> anyhow::Result<Archive> {
        const DAY: u64 = 24 * 3600;
        let Some(value) = var("LECTERN_ARCHIVE_AFTER_DAYS").filter(|value| value != "off") else {
            return Ok(Archive::default());
        };
        let days: u64 = value
            .parse()
            .context("LECTERN_ARCHIVE_AFTER_DAYS takes a number of days, or off")?;
        // A message that is sent again must still be found by its nonce, a slow mode by its last message.
        let is_sensible = (7..=36_500).contains(&days);
        ensure!(
            is_sensible,
            "LECTERN_ARCHIVE_AFTER_DAYS must be between 7 and 36500"
        );
        Ok(Archive {
            after: Some(Duration::from_secs(days * DAY)),
        })
    }
}
