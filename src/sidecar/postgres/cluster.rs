//! The cluster's folder: made once, opened by each start.

use std::ffi::OsString;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, chown};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context as _, Result};
use nix::sys::signal::Signal;
use nix::unistd::{Uid, User};
use tokio::process::Command;

use super::binaries::Binaries;
use super::{NAME, SOCKET};
use crate::sidecar::process::{
    Ending, Identity, Start, command, end_leftovers, finish, inherited_name,
};
use crate::sidecar::supervisor::Service;

const LOCALES: [&str; 2] = ["C.UTF-8", "C"];
const SETUP_LIMIT: Duration = Duration::from_secs(120);
/// Written once into postgresql.conf, so that whoever runs the machine may change it there.
const SETTINGS: &[u8] = b"
# Lectern's choices for a small machine; change them as you like.
shared_buffers = 64MB
max_connections = 100
max_wal_size = 512MB
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
";

/// A folder with a complete cluster in it, and what is needed to run it.
pub(super) struct Cluster {
    folder: PathBuf,
    binaries: Binaries,
    identity: Option<Identity>,
}

impl Cluster {
    /// The cluster in `folder`, made now if there is none.
    pub async fn open(folder: PathBuf) -> Result<Self> {
        let cluster = Self {
            binaries: Binaries::for_cluster(&folder)?,
            identity: identity()?,
            folder,
        };
        if !cluster.folder.join("PG_VERSION").exists() {
            cluster.make().await?;
        }
        Ok(cluster)
    }

    /// Made beside its place and renamed when it is whole.
    async fn make(&self) -> Result<()> {
        tracing::info!(folder = %self.folder.display(), "setting up the private Postgres");
        let unfinished = self.folder.with_extension("new");
        for locale in LOCALES {
            self.make_folder(&unfinished)?;
            let mut initdb = self.command("initdb", &unfinished, None)?;
            initdb
                .args(["--username", NAME, "--auth=trust", "--encoding=UTF8"])
                .args(["--lc-messages=C", "--locale", locale]);
            match finish(initdb, b"", SETUP_LIMIT).await {
                Ok(_) => break,
                Err(error) if Some(&locale) == LOCALES.last() => return Err(error),
                Err(error) => tracing::debug!("initdb with locale {locale}: {error:#}"),
            }
        }
        let mut single = self.command("postgres", &unfinished, None)?;
        single.args(["--single", "postgres"]);
        finish(single, b"CREATE DATABASE lectern;\n", SETUP_LIMIT).await?;
        OpenOptions::new()
            .append(true)
            .open(unfinished.join("postgresql.conf"))?
            .write_all(SETTINGS)?;
        Ok(fs::rename(&unfinished, &self.folder)?)
    }

    fn make_folder(&self, folder: &Path) -> Result<()> {
        ignore_missing(fs::remove_dir_all(folder))?;
        DirBuilder::new().mode(0o700).create(folder)?;
        if let Some(Identity { uid, gid }) = self.identity {
            chown(folder, Some(uid.as_raw()), Some(gid.as_raw()))?;
        }
        Ok(())
    }

    /// One of Postgres's programs, told its folder by a descriptor that it inherits.
    fn command(&self, name: &str, folder: &Path, death: Option<Signal>) -> Result<Command> {
        let opened = File::open(folder).with_context(|| folder.display().to_string())?;
        let inherited = inherited_name(&opened);
        let start = Start {
            death,
            identity: self.identity,
            folder: Some(opened),
            ..Start::default()
        };
        let mut command = command(&self.binaries.folder.join(name), start);
        command.env("PGDATA", inherited);
        Ok(command)
    }

    /// An argument by which the server of exactly this cluster is found among all processes.
    fn mark(&self) -> OsString {
        let mut mark = OsString::from("lectern.folder=");
        mark.push(&self.folder);
        mark
    }
}

impl Service for Cluster {
    const NAME: &'static str = "postgres";
    /// Fast shutdown, then immediate shutdown.
    const ENDING: Ending = &[
        (Signal::SIGINT, Duration::from_secs(8)),
        (Signal::SIGQUIT, Duration::from_secs(3)),
    ];

    async fn prepare(&mut self) -> Result<Command> {
        end_leftovers("postgres", &self.mark(), Self::ENDING).await;
        // Its process is gone; the number may belong to somebody else by now, which Postgres would take for itself.
        for stale in ["postmaster.pid".into(), format!("{SOCKET}.lock")] {
            ignore_missing(fs::remove_file(self.folder.join(stale)))?;
        }
        let mut command = self.command("postgres", &self.folder, Some(Signal::SIGINT))?;
        command
            .args(["-c", "listen_addresses=", "-c", "unix_socket_directories=."])
            .args(["-c", "port=5432", "-c", "logging_collector=off"])
            // Statements and values stay out of the log: they are people's messages.
            .args([
                "-c",
                "log_error_verbosity=terse",
                "-c",
                "log_statement=none",
            ])
            .args([
                "-c",
                "log_min_error_statement=panic",
                "-c",
                "log_min_messages=log",
            ])
            .args(["-c", "log_checkpoints=off", "-c", "log_line_prefix=", "-c"])
            .arg(self.mark());
        Ok(command)
    }
}

fn identity() -> Result<Option<Identity>> {
    if !Uid::effective().is_root() {
        return Ok(None);
    }
    let user = User::from_name("postgres")?
        .context("Postgres refuses root, and the system has no user `postgres` to run it as")?;
    Ok(Some(Identity {
        uid: user.uid,
        gid: user.gid,
    }))
}

fn ignore_missing(result: std::io::Result<()>) -> std::io::Result<()> {
    match result {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        other => other,
    }
}
