//! How a program is started and ended: its own process group, dead when we are, found again when we were killed.

use std::ffi::OsStr;
use std::fs::File;
use std::io;
use std::os::fd::AsRawFd as _;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use nix::fcntl::{FcntlArg, FdFlag, fcntl};
use nix::sys::prctl::set_pdeathsig;
use nix::sys::signal::{Signal, kill, killpg};
use nix::unistd::{Gid, Pid, Uid, getppid, setgid, setgroups, setuid};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWriteExt as _};
use tokio::process::{Child, Command};
use tokio::runtime::Handle;
use tokio_util::task::AbortOnDropHandle;

use super::bounds::Bounds;

/// Signals to send, each with the time to wait before the next; SIGKILL follows the last.
pub type Ending = &'static [(Signal, Duration)];

/// The runtime on the one thread that starts programs.
///
/// A parent-death signal is sent when the *thread* that started the child ends, so children must not be
/// started by a pool that lets its threads go. This one lives as long as the process.
pub fn runtime() -> &'static Handle {
    static RUNTIME: OnceLock<Handle> = OnceLock::new();
    RUNTIME.get_or_init(|| {
        let (sender, receiver) = std::sync::mpsc::channel();
        std::thread::Builder::new()
            .name("sidecar".into())
            .spawn(move || {
                let runtime = tokio::runtime::Builder::new_current_thread()
                    .enable_all()
                    .build()
                    .expect("a runtime for the sidecars");
                let _ = sender.send(runtime.handle().clone());
                runtime.block_on(std::future::pending::<()>());
            })
            .expect("a thread for the sidecars");
        receiver.recv().expect("the sidecar thread starts")
    })
}

/// Who a program runs as when lectern itself runs as root.
#[derive(Clone, Copy, Debug)]
pub struct Identity {
    pub uid: Uid,
    pub gid: Gid,
}

/// What is particular about one program's start.
#[derive(Default)]
pub struct Start {
    /// Sent to the program when lectern dies; SIGKILL if not said.
    pub death: Option<Signal>,
    pub identity: Option<Identity>,
    /// An open folder that the program inherits, to name as `/proc/self/fd/N`.
    pub folder: Option<File>,
    /// Lower priority and bounds, for work on files of which nobody knows what is in them.
    pub bounds: Option<Bounds>,
}

/// A command with a clean environment, no input, its own process group, and a death bound to ours.
///
/// It must be spawned on [`runtime`].
pub fn command(program: &Path, start: Start) -> Command {
    let mut command = Command::new(program);
    command
        .env_clear()
        .env("PATH", "/usr/local/bin:/usr/bin:/bin")
        .env("LC_ALL", "C.UTF-8")
        .current_dir("/")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .process_group(0)
        .kill_on_drop(true);
    let parent = Pid::this();
    // SAFETY: between fork and exec only system calls are made; nothing allocates or takes a lock.
    unsafe {
        command.pre_exec(move || {
            if let Some(folder) = &start.folder {
                fcntl(folder, FcntlArg::F_SETFD(FdFlag::empty()))?;
            }
            if let Some(bounds) = start.bounds {
                bounds.hold()?;
            }
            if let Some(Identity { uid, gid }) = start.identity {
                setgroups(&[gid])?;
                setgid(gid)?;
                setuid(uid)?;
            }
            // After setuid, which clears it.
            set_pdeathsig(start.death.unwrap_or(Signal::SIGKILL))?;
            if getppid() != parent {
                return Err(io::Error::other("lectern died while starting a program"));
            }
            Ok(())
        });
    }
    command
}

/// The name by which a program started with `folder` in its [`Start`] reaches that folder.
pub fn inherited_name(folder: &File) -> PathBuf {
    PathBuf::from(format!("/proc/self/fd/{}", folder.as_raw_fd()))
}

/// The program ran to its end and said no. Any other failure, such as being killed, says nothing of its input.
#[derive(Debug, thiserror::Error)]
#[error("{program} failed: {complaint}")]
pub struct Refused {
    program: String,
    complaint: String,
}

/// Runs a program to its end, gives it `input` to read, and returns what it wrote (each stream's first megabyte).
///
/// An error if it fails ([`Refused`] if that was its own decision) or takes longer than `limit`; then, or when the future
/// is dropped, it is killed.
pub async fn finish(mut command: Command, input: &'static [u8], limit: Duration) -> Result<Output> {
    let program = command.as_std().get_program().to_owned();
    let program = Path::new(&program).display().to_string();
    command.stdin(Stdio::piped());
    let run = AbortOnDropHandle::new(runtime().spawn(async move {
        let mut child = command.spawn()?;
        let (mut stdin, stdout, stderr) =
            (child.stdin.take(), child.stdout.take(), child.stderr.take());
        let (_, stdout, stderr) = tokio::join!(
            async move {
                match &mut stdin {
                    Some(stdin) => stdin.write_all(input).await,
                    None => Ok(()),
                }
            },
            first_megabyte(stdout),
            first_megabyte(stderr)
        );
        Ok::<_, io::Error>(Output {
            status: child.wait().await?,
            stdout,
            stderr,
        })
    }));
    let output = tokio::time::timeout(limit, run)
        .await
        .with_context(|| format!("{program} did not finish within {} s", limit.as_secs()))??
        .with_context(|| format!("{program} cannot be started"))?;
    let status = output.status;
    anyhow::ensure!(status.code().is_some(), "{program} was killed: {status}");
    if !status.success() {
        let complaint = String::from_utf8_lossy(&output.stderr);
        let complaint = complaint.trim().to_owned();
        return Err(Refused { program, complaint }.into());
    }
    Ok(output)
}

/// What comes first; the rest is read and dropped, so that nobody is held up by writing it.
pub async fn first_megabyte(output: Option<impl AsyncRead + Unpin>) -> Vec<u8> {
    let mut kept = Vec::new();
    if let Some(mut output) = output {
        let _ = (&mut output).take(1 << 20).read_to_end(&mut kept).await;
        let _ = tokio::io::copy(&mut output, &mut tokio::io::sink()).await;
    }
    kept
}

/// Ends a child we started, politely first.
pub async fn end(child: &mut Child, ending: Ending) {
    let Some(pid) = child.id().map(|id| Pid::from_raw(id as i32)) else {
        return;
    };
    for (signal, patience) in ending {
        let _ = kill(pid, *signal);
        if tokio::time::timeout(*patience, child.wait()).await.is_ok() {
            return;
        }
    }
    let _ = killpg(pid, Signal::SIGKILL);
    let _ = child.wait().await;
}

/// Ends what a killed lectern left running: processes called `name` with exactly `mark` among their arguments.
///
/// Arguments are public even where the rest of `/proc` is closed to root, as in containers, and a zombie has none.
pub async fn end_leftovers(name: &str, mark: &OsStr, ending: Ending) {
    let last = (Signal::SIGKILL, Duration::from_secs(2));
    for (signal, patience) in ending.iter().chain([&last]) {
        let found = leftovers(name, mark);
        for pid in &found {
            tracing::warn!(program = name, %pid, %signal, "ending what an earlier lectern left running");
            let _ = kill(*pid, *signal);
        }
        let until = Instant::now() + *patience;
        while Instant::now() < until {
            if leftovers(name, mark).is_empty() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

fn leftovers(name: &str, mark: &OsStr) -> Vec<Pid> {
    let Ok(processes) = std::fs::read_dir("/proc") else {
        return Vec::new();
    };
    processes
        .flatten()
        .filter_map(|entry| {
            let pid = entry.file_name().to_str()?.parse().ok()?;
            let called = std::fs::read_to_string(entry.path().join("comm")).ok()?;
            if called.trim_end() != name {
                return None;
            }
            let arguments = std::fs::read(entry.path().join("cmdline")).ok()?;
            let marked = arguments.split(|b| *b == 0).any(|a| a == mark.as_bytes());
            marked.then(|| Pid::from_raw(pid))
        })
        .collect()
}
