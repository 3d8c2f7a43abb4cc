//! How the nodes of a site tell each other that something has happened.
//!
//! What is told is a doorbell, not the thing itself: which room has come to which revision, whose rights to look at
//! again. Everybody then reads Postgres, which is the truth; so no message passes through Redis, nothing that is forged
//! there can be read by anybody, and what is lost there is found by the looks that every node takes by itself
//! ([`watch`](super::watch)). Only [events](super::Hub::announce) and [who is there](super::Crowd) carry what they say, and
//! they may be lost.

mod redis;
mod told;

use std::sync::Arc;

use tokio::sync::mpsc::{self, error::TrySendError};

use crate::config::Config;
use crate::web::metrics;

pub use redis::{check, keep_bus};
pub(super) use told::Told;

/// The most that waits to be told; what comes then is left to the looks of the other nodes.
const MOST_WAITING: usize = 1_024;

/// A cheap handle on what joins this node to the others.
#[derive(Clone, Default)]
pub enum Bus {
    /// This node is the whole system.
    #[default]
    Memory,
    Redis(Arc<redis::Line>),
}

impl Bus {
    /// The bus that is configured; nothing is connected yet.
    ///
    /// # Errors
    /// An address that no Redis can have.
    pub fn new(config: &Config) -> anyhow::Result<Bus> {
        match &config.bus.redis_url {
            None => Ok(Bus::Memory),
            Some(url) => {
                let line = redis::Line::new(url, &config.security.secret)?;
                Ok(Bus::Redis(Arc::new(line)))
            }
        }
    }

    /// Tells the other nodes, or drops it if they can't be told now. Never waits.
    pub(super) fn tell(&self, told: Told) {
        let Bus::Redis(line) = self else { return };
        let is_crowded = line.waiting.capacity() * 2 < MOST_WAITING;
        if !line.is_up() || (is_crowded && told.may_be_lost()) {
            return;
        }
        if let Err(TrySendError::Full(_)) = line.waiting.try_send(told) {
            tracing::warn!("too much is waiting to be told to the other nodes");
        }
    }

    /// Whether there are other nodes that can't be heard now.
    pub fn is_cut_off(&self) -> bool {
        matches!(self, Bus::Redis(line) if !line.is_up())
    }

    /// What is wrong with it, if something is, in words for those who run the program.
    pub fn trouble(&self) -> Option<String> {
        match self {
            Bus::Redis(line) => line.trouble(),
            Bus::Memory => None,
        }
    }

    pub fn is_shared(&self) -> bool {
        matches!(self, Bus::Redis(_))
    }
}

fn queue() -> (mpsc::Sender<Told>, mpsc::Receiver<Told>) {
    metrics::BUS.set(0);
    mpsc::channel(MOST_WAITING)
}
