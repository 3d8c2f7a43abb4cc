//! nginx with its rtmp module: takes publishers, records them, cuts their streams into HLS segments.
//!
//! It decides nothing. Who may publish, and under which opaque name, is asked of lectern by callbacks to a
//! loopback port, below a path nobody else knows; the stream key is in the callbacks alone, never in a
//! path, a playlist or the log. Watching over RTMP is refused to everybody; stat and control are on a unix socket in
//! the folder of the app's user.
//!
//! Its folder is `live` below the data folder: `hls/<name>/<unix-ms>.ts`, `recordings/<name>-<unix-s>.flv`.

mod control;
mod program;
mod segments;
pub mod stat;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context as _, Result};
use subtle::ConstantTimeEq as _;

use self::control::Control;
pub use self::program::Binaries;
use self::program::Program;
use self::stat::Stat;
use super::lock::DataLock;
use super::supervisor::Supervisor;

const FOLDER: &str = "live";
const HLS: &str = "hls";
const RECORDINGS: &str = "recordings";
const READY_LIMIT: Duration = Duration::from_secs(10);

/// Where the server listens and whom it asks.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where publishers connect; with port 0 a free one is taken.
    pub rtmp_listen: SocketAddr,
    /// The port on 127.0.0.1 where lectern answers the callbacks.
    pub callback_port: u16,
}

/// The running RTMP server. [`stop`](Self::stop) ends it in order; dropping it ends it hard.
pub struct NginxRtmp {
    supervisor: Supervisor,
    control: Control,
    folder: PathBuf,
    rtmp_address: SocketAddr,
    callback_secret: String,
    sweeper: tokio::task::JoinHandle<()>,
}

impl NginxRtmp {
    /// Starts it and returns when it takes publishers; its callbacks may come from then on.
    ///
    /// # Errors
    /// In words for whoever runs the machine: nginx or its module is not installed, the port is taken.
    pub async fn start(lock: &DataLock, settings: Settings) -> Result<Self> {
        let folder = lock.folder().join(FOLDER);
        let mut program = Program::new(&folder, settings)?;
        let rtmp_address = program.take_address().await?;
        let callback_secret = program.callback_secret().to_owned();
        let control = Control::new(&folder)?;
        let supervisor = Supervisor::start(program);
        supervisor
            .ready(
                READY_LIMIT,
                async |pid| matches!(control.stat().await, Ok(stat) if stat.pid == pid),
            )
            .await
            .context("nginx with its rtmp module does not come up")?;
        Ok(Self {
            sweeper: segments::sweep(folder.join(HLS)),
            supervisor,
            control,
            folder,
            rtmp_address,
            callback_secret,
        })
    }

    /// Where publishers connect, with the real port.
    pub fn rtmp_address(&self) -> SocketAddr {
        self.rtmp_address
    }

    /// Whether this is the path segment that only the server knows. Callbacks are `/<secret>/publish`,
    /// `/<secret>/publish_done` and `/<secret>/record_done`.
    pub fn is_callback_secret(&self, candidate: &str) -> bool {
        self.callback_secret
            .as_bytes()
            .ct_eq(candidate.as_bytes())
            .into()
    }

    /// The path segment itself, for the tests and benches that play the server's part.
    pub fn callback_secret(&self) -> &str {
        &self.callback_secret
    }

    /// The folder with a folder of segments and a playlist `index.m3u8` per stream. Segments go after ten minutes.
    pub fn hls_folder(&self) -> PathBuf {
        self.folder.join(HLS)
    }

    /// The folder of recordings, flat; whoever has taken a recording over removes it.
    pub fn recordings_folder(&self) -> PathBuf {
        self.folder.join(RECORDINGS)
    }

    /// What is published now.
    ///
    /// # Errors
    /// The server is away, which it is for a moment after a crash.
    pub async fn stat(&self) -> Result<Stat> {
        self.control.stat().await
    }

    /// Cuts the publisher of a stream off. `true` if there was one.
    pub async fn drop_publisher(&self, name: &str) -> Result<bool> {
        self.control.drop_publisher(name).await
    }

    /// The server's process, while there is one; another number means that it was started anew.
    pub fn pid(&self) -> Option<u32> {
        self.supervisor.pid()
    }

    /// Ends it: publishers are cut off, recordings are closed.
    pub async fn stop(&self) {
        self.supervisor.stop().await;
    }
}

impl Drop for NginxRtmp {
    fn drop(&mut self) {
        self.sweeper.abort();
    }
}
