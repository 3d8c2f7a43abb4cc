//! Which database a start of the program works with.

use std::path::Path;

use anyhow::{Context as _, Result};

use super::lock::{DataLock, LockError};
use super::postgres::{Postgres, url_of_running};

/// A database to connect to, and the private Postgres behind it if this process runs one.
pub struct Database {
    url: String,
    postgres: Option<Postgres>,
    _lock: Option<DataLock>,
}

impl Database {
    /// For the server, which holds the data folder: the configured one, or a private Postgres.
    pub async fn for_server(lock: &DataLock, configured: Option<&str>) -> Result<Self> {
        if let Some(url) = configured {
            return Ok(Self::elsewhere(url.to_owned()));
        }
        let postgres = Postgres::start(lock).await?;
        Ok(Self {
            url: postgres.url().to_owned(),
            postgres: Some(postgres),
            _lock: None,
        })
    }

    /// For a command that may run beside the server: the configured one, that of the server if it runs, or a
    /// private Postgres for as long as the command takes.
    pub async fn for_command(data: &Path, configured: Option<&str>) -> Result<Self> {
        match DataLock::take(data) {
            Ok(lock) => {
                let database = Self::for_server(&lock, configured).await?;
                Ok(Self {
                    _lock: Some(lock),
                    ..database
                })
            }
            Err(held @ LockError::Held { .. }) => {
                let url = configured.map(str::to_owned);
                let url = url.or_else(|| url_of_running(data));
                Ok(Self::elsewhere(url.context(held)?))
            }
            Err(unusable) => Err(unusable.into()),
        }
    }

    fn elsewhere(url: String) -> Self {
        Self {
            url,
            postgres: None,
            _lock: None,
        }
    }

    /// Where to connect; may carry a password.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Ends the private Postgres in order, if there is one.
    pub async fn stop(&self) {
        if let Some(postgres) = &self.postgres {
            postgres.stop().await;
        }
    }
}
