//! A private Postgres below the data folder, for whoever has not set `DATABASE_URL`.
//!
//! It listens on a unix socket inside its own folder, which only its owner (and root) can enter, so it trusts
//! whoever reaches it. Root lends it to the system's `postgres` user, since Postgres refuses root; the folder
//! is handed over as an open descriptor, so it may lie below folders that user cannot enter, such as `/root`.
//!
//! A cluster is made beside its place and renamed when it is complete: there is never half of one.

mod binaries;
mod cluster;

use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, Result};
use percent_encoding::{NON_ALPHANUMERIC, percent_encode};

pub use self::binaries::Binaries;
use self::cluster::Cluster;
use super::lock::DataLock;
use super::socket::short_folder;
use super::supervisor::Supervisor;

const FOLDER: &str = "postgres";
const SOCKET: &str = ".s.PGSQL.5432";
/// User and database in one: the cluster is lectern's alone.
const NAME: &str = "lectern";
/// Long, because after a crash Postgres first replays its log.
const READY_LIMIT: Duration = Duration::from_secs(120);

/// The running private Postgres. [`stop`](Self::stop) ends it in order; dropping it ends it hard.
pub struct Postgres {
    supervisor: Supervisor,
    url: String,
}

impl Postgres {
    /// Makes the cluster on first use, starts it, and returns when it takes connections.
    pub async fn start(lock: &DataLock) -> Result<Self> {
        let folder = lock.folder().join(FOLDER);
        let cluster = Cluster::open(folder.clone())
            .await
            .context("the private Postgres cannot be set up")?;
        let supervisor = Supervisor::start(cluster);
        supervisor
            .ready(READY_LIMIT, async |pid| is_ready(&folder, pid))
            .await
            .context("the private Postgres does not come up")?;
        let url = url(&folder)?;
        Ok(Self { supervisor, url })
    }

    /// Where to connect; good for the life of this process.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The server's process, while there is one.
    pub fn pid(&self) -> Option<u32> {
        self.supervisor.pid()
    }

    /// Ends it by its fast shutdown: transactions are rolled back, everything is written out.
    pub async fn stop(&self) {
        self.supervisor.stop().await;
    }
}

/// Where the private Postgres of a lectern that runs now on this data folder can be reached, for other commands
/// of the same program. Nothing if none runs.
pub fn url_of_running(data: &Path) -> Option<String> {
    let folder = data.canonicalize().ok()?.join(FOLDER);
    let socket = short_folder(&folder, SOCKET).ok()?.join(SOCKET);
    UnixStream::connect(socket).ok()?;
    url(&folder).ok()
}

/// Whether a private Postgres has been made below this data folder.
pub fn has_cluster(data: &Path) -> bool {
    data.join(FOLDER).join("PG_VERSION").exists()
}

fn url(folder: &Path) -> Result<String> {
    let host = short_folder(folder, SOCKET)?;
    let host = percent_encode(host.as_os_str().as_bytes(), NON_ALPHANUMERIC);
    Ok(format!("postgresql://{NAME}@{host}/{NAME}"))
}

/// The server writes its process on the first line of its pid file, and `ready` on the eighth once it is.
fn is_ready(folder: &Path, pid: u32) -> bool {
    let Ok(file) = fs::read_to_string(folder.join("postmaster.pid")) else {
        return false;
    };
    let mut lines = file.lines();
    lines.next() == Some(&pid.to_string()) && lines.nth(6).map(str::trim) == Some("ready")
}
