//! nginx as a service: which one, with which configuration.

use std::ffi::OsString;
use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use askama::Template;
use nix::sys::signal::Signal;
use nix::unistd::Uid;
use tokio::process::Command;

use super::control::SOCKET;
use super::{HLS, RECORDINGS, Settings};
use crate::sidecar::process::{Ending, Start, command, end_leftovers, finish};
use crate::sidecar::supervisor::Service;

const MODULE: &str = "ngx_rtmp_module.so";
const CONFIGURATION: &str = "nginx.conf";

/// The nginx that is installed, with its rtmp module.
#[derive(Clone, Debug)]
pub struct Binaries {
    pub nginx: PathBuf,
    /// Nothing if the module is built in.
    pub module: Option<PathBuf>,
}

impl Binaries {
    /// Finds both; an error that says what to install otherwise.
    pub fn find() -> Result<Self> {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let nginx = std::env::split_paths(&path)
            .chain(["/usr/sbin".into(), "/usr/local/sbin".into()])
            .map(|folder| folder.join("nginx"))
            .find(|nginx| nginx.exists())
            .context("nginx is not installed: install it (Debian, Ubuntu: apt install nginx libnginx-mod-rtmp)")?;
        let module = [
            "/usr/lib/nginx/modules",
            "/usr/lib64/nginx/modules",
            "/usr/local/libexec/nginx",
        ]
        .iter()
        .map(|folder| Path::new(folder).join(MODULE))
        .find(|module| module.exists());
        if module.is_none() && !has_module_built_in(&nginx) {
            bail!(
                "nginx has no rtmp module: install it (Debian, Ubuntu: apt install libnginx-mod-rtmp)"
            );
        }
        Ok(Self { nginx, module })
    }

    /// Lets nginx read a configuration with the module: whether the two were built for each other.
    pub async fn check(&self) -> Result<()> {
        let folder = tempfile::tempdir()?;
        let settings = Settings {
            rtmp_listen: (Ipv4Addr::LOCALHOST, 0).into(),
            callback_port: 1,
        };
        let mut program = Program::new(folder.path(), settings)?;
        program.take_address().await?;
        program.write_configuration()?;
        let mut command = program.command();
        command.arg("-t");
        finish(command, b"", Duration::from_secs(10)).await?;
        Ok(())
    }
}

fn has_module_built_in(nginx: &Path) -> bool {
    let about = std::process::Command::new(nginx).arg("-V").output();
    about.is_ok_and(|about| String::from_utf8_lossy(&about.stderr).contains("nginx-rtmp"))
}

/// The configuration file. None of these values holds what nginx would take for syntax.
#[derive(Template)]
#[template(path = "sidecar/nginx.conf", escape = "none")]
struct Configuration<'a> {
    module: Option<std::path::Display<'a>>,
    is_root: bool,
    rtmp_listen: SocketAddr,
    callback_port: u16,
    callback_secret: &'a str,
    hls_port: u16,
    control_socket: &'static str,
}

pub(super) struct Program {
    folder: PathBuf,
    binaries: Binaries,
    settings: Settings,
    callback_secret: String,
}

impl Program {
    pub fn new(folder: &Path, settings: Settings) -> Result<Self> {
        // Closed to others: the control socket in it obeys whoever reaches it.
        for folder in [
            folder,
            &folder.join(HLS),
            &folder.join(RECORDINGS),
            &folder.join("tmp"),
        ] {
            let made = DirBuilder::new().recursive(true).mode(0o700).create(folder);
            made.with_context(|| folder.display().to_string())?;
        }
        Ok(Self {
            folder: folder.to_owned(),
            binaries: Binaries::find()?,
            settings,
            callback_secret: format!("{:032x}", rand::random::<u128>()),
        })
    }

    /// Settles the address for publishers, with a definite port, after seeing that nobody else has it.
    pub async fn take_address(&mut self) -> Result<SocketAddr> {
        self.end_leftovers().await;
        let wanted = self.settings.rtmp_listen;
        let listener = TcpListener::bind(wanted).with_context(|| {
            format!("{wanted} cannot be taken for RTMP: end the program that uses it, or set LECTERN_RTMP_LISTEN")
        })?;
        self.settings.rtmp_listen = listener.local_addr()?;
        Ok(self.settings.rtmp_listen)
    }

    pub fn callback_secret(&self) -> &str {
        &self.callback_secret
    }

    /// Readable by its owner alone, because the secret of the callbacks is in it.
    fn write_configuration(&self) -> Result<()> {
        let configuration = Configuration {
            module: self.binaries.module.as_deref().map(Path::display),
            is_root: Uid::effective().is_root(),
            rtmp_listen: self.settings.rtmp_listen,
            callback_port: self.settings.callback_port,
            callback_secret: &self.callback_secret,
            hls_port: free_loopback_port()?,
            control_socket: SOCKET,
        };
        let mut file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(self.folder.join(CONFIGURATION))?;
        Ok(file.write_all(configuration.render()?.as_bytes())?)
    }

    fn command(&self) -> Command {
        let start = Start {
            death: Some(Signal::SIGTERM),
            ..Start::default()
        };
        let mut command = command(&self.binaries.nginx, start);
        command
            .current_dir(&self.folder)
            .arg("-p")
            .arg(self.prefix())
            .args(["-e", "stderr", "-c", CONFIGURATION]);
        command
    }

    async fn end_leftovers(&self) {
        end_leftovers("nginx", &self.prefix(), Self::ENDING).await;
    }

    /// The prefix as an argument: with it nginx finds its files, and we find nginx again.
    fn prefix(&self) -> OsString {
        let mut prefix = self.folder.clone().into_os_string();
        prefix.push("/");
        prefix
    }
}

impl Service for Program {
    const NAME: &'static str = "nginx-rtmp";
    const ENDING: Ending = &[(Signal::SIGTERM, Duration::from_secs(4))];

    async fn prepare(&mut self) -> Result<Command> {
        self.end_leftovers().await;
        // A killed nginx leaves its socket, which the next one could not make again.
        match fs::remove_file(self.folder.join(SOCKET)) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
        self.write_configuration()?;
        Ok(self.command())
    }
}

/// A port on 127.0.0.1 that is free now. Should somebody be faster, the next start takes another.
fn free_loopback_port() -> Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    Ok(listener.local_addr()?.port())
}
