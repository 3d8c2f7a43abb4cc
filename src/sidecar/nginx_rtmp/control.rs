//! Asking the running server, over the unix socket in its folder.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};

use super::stat::{self, Stat};
use crate::sidecar::socket::short_folder;

pub(super) const SOCKET: &str = "control.sock";
const PATIENCE: Duration = Duration::from_secs(3);

pub(super) struct Control {
    client: reqwest::Client,
}

impl Control {
    /// A client for the server in `folder`, which must exist; the server need not.
    pub fn new(folder: &Path) -> Result<Self> {
        let socket = short_folder(folder, SOCKET)?.join(SOCKET);
        // Whoever builds a client has to have named the cryptography; again, it changes nothing.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder()
            .unix_socket(socket)
            .timeout(PATIENCE)
            .pool_max_idle_per_host(0)
            .build()?;
        Ok(Self { client })
    }

    pub async fn stat(&self) -> Result<Stat> {
        stat::parse(&self.get("/stat").await?)
    }

    pub async fn drop_publisher(&self, name: &str) -> Result<bool> {
        ensure!(is_plain(name), "not a stream name");
        let path = format!("/control/drop/publisher?app=live&name={name}");
        let dropped = self.get(&path).await?;
        Ok(dropped.trim().parse::<u32>().is_ok_and(|count| count > 0))
    }

    async fn get(&self, path: &str) -> Result<String> {
        let answer = self.client.get(format!("http://nginx{path}")).send().await;
        let answer = answer.and_then(|answer| answer.error_for_status());
        Ok(answer.context("the RTMP server")?.text().await?)
    }
}

/// The names we give: nothing that has a meaning in an address.
fn is_plain(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}
