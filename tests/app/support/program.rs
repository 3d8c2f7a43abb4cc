//! The built program as a process of its own, for what can only be seen from there: its start, its end, and being killed.

use std::fs::OpenOptions;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use tokio::process::{Child, Command};

use super::clients::Client;
use super::postgres::Database;

/// A running `lectern serve`, killed with its handle.
pub struct Program {
    child: Child,
    origin: String,
    /// Where encoders publish.
    rtmp: String,
}

/// How `lectern serve` ended without ever serving.
pub struct Refusal {
    pub is_success: bool,
    /// What it printed.
    pub words: String,
}

impl Program {
    /// Starts it over this database and data folder, and waits until it is ready.
    pub async fn serve(database: &Database, data: &Path) -> Program {
        Program::serve_with(&database.url(), data, &[]).await
    }

    /// The same with these settings in its environment.
    pub async fn serve_with(database: &str, data: &Path, settings: &[(&str, &str)]) -> Program {
        Program::serve_at(&free_address(), database, data, settings).await
    }

    /// Starts it again where one has ended, so that whoever comes back finds it.
    pub async fn serve_at(
        listen: &str,
        database: &str,
        data: &Path,
        settings: &[(&str, &str)],
    ) -> Program {
        Program::start(listen, database, data, settings, Stdio::inherit()).await
    }

    /// Starts it with what it says written behind what is in this file.
    pub async fn serve_noting(
        log: &Path,
        database: &str,
        data: &Path,
        settings: &[(&str, &str)],
    ) -> Program {
        let file = OpenOptions::new().create(true).append(true).open(log);
        let said = file.expect("a log file").into();
        Program::start(&free_address(), database, data, settings, said).await
    }

    async fn start(
        listen: &str,
        database: &str,
        data: &Path,
        settings: &[(&str, &str)],
        said: Stdio,
    ) -> Program {
        lectern::app::choose_cryptography();
        let rtmp = free_address();
        let child = command(database, data)
            .env("LECTERN_LISTEN", listen)
            .env("LECTERN_RTMP_LISTEN", &rtmp)
            .envs(settings.iter().copied())
            .stdout(Stdio::null())
            .stderr(said)
            .spawn()
            .expect("lectern starts");
        let program = Program {
            child,
            origin: format!("http://{listen}"),
            rtmp,
        };
        program.ready().await;
        program
    }

    /// Starts it with another environment, which it refuses.
    pub async fn refused(database: &Database, data: &Path, name: &str, value: &str) -> Refusal {
        Program::refused_with(database, data, &[(name, value)]).await
    }

    /// The same with several settings.
    pub async fn refused_with(
        database: &Database,
        data: &Path,
        settings: &[(&str, &str)],
    ) -> Refusal {
        let mut command = command(&database.url(), data);
        command
            .env("LECTERN_LISTEN", free_address())
            .envs(settings.iter().copied());
        let output = tokio::time::timeout(Duration::from_secs(20), command.output()).await;
        let output = output
            .expect("lectern refuses at once")
            .expect("lectern starts");
        let said = [output.stdout, output.stderr].concat();
        Refusal {
            is_success: output.status.success(),
            words: String::from_utf8_lossy(&said).into_owned(),
        }
    }

    /// Where it listens, without a slash at the end.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Where encoders publish with this key.
    pub fn rtmp_url(&self, key: &str) -> String {
        format!("rtmp://{}/live/{key}", self.rtmp)
    }

    pub fn client(&self) -> Client {
        Client::new(&self.origin, &self.origin)
    }

    /// The most memory that it has had resident so far, in bytes.
    pub fn peak_memory(&self) -> u64 {
        let pid = self.child.id().expect("it runs");
        let status = std::fs::read_to_string(format!("/proc/{pid}/status")).expect("its status");
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes = line.and_then(|line| line.split_whitespace().next());
        let kilobytes: u64 = kilobytes
            .and_then(|number| number.parse().ok())
            .expect("kB");
        kilobytes * 1024
    }

    /// How many files and sockets it has open.
    pub fn open_files(&self) -> usize {
        let pid = self.child.id().expect("it runs");
        let files = std::fs::read_dir(format!("/proc/{pid}/fd")).expect("its files");
        files.count()
    }

    /// As a power cut would.
    pub async fn kill(mut self) {
        self.child.kill().await.expect("it was running");
    }

    /// As Ctrl-C does, and waits for its end.
    pub async fn stop(self) {
        self.signal(Signal::SIGINT);
        self.ended().await;
    }

    pub fn signal(&self, signal: Signal) {
        let pid = Pid::from_raw(self.child.id().expect("it runs") as i32);
        kill(pid, signal).expect("it was running");
    }

    /// Waits for the end of what was told to stop.
    pub async fn ended(mut self) {
        let ended = tokio::time::timeout(Duration::from_secs(30), self.child.wait()).await;
        let status = ended
            .expect("it stops within 30 seconds")
            .expect("its status");
        assert!(status.success(), "{status}");
    }

    async fn ready(&self) {
        let (started, address) = (Instant::now(), format!("{}/readyz", self.origin));
        loop {
            if reqwest::get(&address)
                .await
                .is_ok_and(|answer| answer.status() == 200)
            {
                return;
            }
            assert!(
                started.elapsed() < Duration::from_secs(60),
                "lectern does not become ready"
            );
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

/// What `/proc` tells of the limits of each process that has this folder among its arguments.
pub fn limits_of_processes_beside(folder: &Path) -> Vec<String> {
    let folder = folder.display().to_string();
    let processes = std::fs::read_dir("/proc").expect("the processes").flatten();
    processes
        .filter_map(|process| {
            let arguments = std::fs::read(process.path().join("cmdline")).ok()?;
            let is_beside = String::from_utf8_lossy(&arguments).contains(&folder);
            let limits = std::fs::read_to_string(process.path().join("limits")).ok()?;
            is_beside.then_some(limits)
        })
        .collect()
}

/// How much all files below the folder take.
pub fn bytes_below(folder: &Path) -> u64 {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let sizes = entries.map(|entry| match entry.path() {
        path if path.is_dir() => bytes_below(&path),
        path => std::fs::metadata(path).map_or(0, |about| about.len()),
    });
    sizes.sum()
}

/// Every file below the folder.
pub fn files_below(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let files = entries.flat_map(|entry| match entry.path() {
        path if path.is_dir() => files_below(&path),
        path => vec![path],
    });
    files.collect()
}

/// Processes that belong to the data folder: it is among their arguments, or they stand in it.
pub fn processes_beside(data: &Path) -> Vec<String> {
    let data = data.display().to_string();
    let processes = std::fs::read_dir("/proc").expect("the processes").flatten();
    processes
        .filter_map(|process| {
            let arguments = std::fs::read(process.path().join("cmdline")).ok()?;
            let stands = std::fs::read_link(process.path().join("cwd")).unwrap_or_default();
            let arguments = String::from_utf8_lossy(&arguments).replace('\0', " ");
            (arguments.contains(&data) || stands.starts_with(&data)).then_some(arguments)
        })
        .collect()
}

fn command(database: &str, data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lectern"));
    command
        .arg("serve")
        .env("DATABASE_URL", database)
        .env("LECTERN_DATA", data)
        .env("LECTERN_BCRYPT_COST", "4")
        .env("LECTERN_LOG", "warn")
        .stdin(Stdio::null())
        .kill_on_drop(true);
    command
}

/// An address of this machine that was free a moment ago.
pub fn free_address() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("its address").to_string()
}
