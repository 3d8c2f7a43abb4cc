//! How several nodes of one site tell each other what happens.

use anyhow::{Context, bail};
use url::Url;

use super::var;

/// What redis is reached by: over TCP, over TLS, by a socket of this machine.
const SCHEMES: [&str; 4] = ["redis", "rediss", "redis+unix", "unix"];

#[derive(Clone, Default)]
pub struct Bus {
    /// `REDIS_URL` (none): the Redis that the nodes of a site share. A node by itself needs none.
    pub redis_url: Option<Url>,
}

impl Bus {
    pub(super) fn from_env() -> anyhow::Result<Bus> {
        let Some(value) = var("REDIS_URL") else {
            return Ok(Bus::default());
        };
        // Not the value itself: it may carry a password.
        let url: Url = value.parse().context("REDIS_URL is no address")?;
        if !SCHEMES.contains(&url.scheme()) {
            bail!("REDIS_URL must be like redis://host:6379 or rediss://:password@host:6379");
        }
        Ok(Bus {
            redis_url: Some(url),
        })
    }
}

impl std::fmt::Debug for Bus {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let host = self.redis_url.as_ref().map(Url::host_str);
        f.debug_struct("Bus").field("host", &host).finish()
    }
}
