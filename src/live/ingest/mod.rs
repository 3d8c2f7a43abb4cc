//! The way in: who may publish, what arrives, and what became of it.
//!
//! nginx-rtmp asks at every publish (`callbacks`), the answer is decided at the `door`, and the opaque name of the run
//! takes the place of the stream key. Its later callbacks are not repeated if they are lost, so every two seconds, and
//! at once when asked, a `round` compares the database with what the server says of itself and puts right what differs.

mod callbacks;
mod door;
mod events;
mod health;
mod notice;
mod recorded;
mod round;
mod sessions;
mod strangers;
mod watch;

pub use events::{Refusal, recent};
pub use health::{Health, Problem};

use std::net::SocketAddr;

use super::Streams;
use crate::sidecar::nginx_rtmp::Settings;
use crate::sidecar::{DataLock, NginxRtmp};

pub(super) use watch::watch;

/// Opens the loopback port for the callbacks and starts the RTMP server that calls it.
pub(super) async fn start(
    streams: &Streams,
    lock: &DataLock,
    rtmp_listen: SocketAddr,
) -> anyhow::Result<NginxRtmp> {
    let callback_port = callbacks::listen(streams)?;
    let settings = Settings {
        rtmp_listen,
        callback_port,
    };
    NginxRtmp::start(lock, settings).await
}
