//! A second process of the bench, so that what it does is not counted with what is measured. It is the same program, which finds
//! its task in a variable of its environment and tells by lines how far it is.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use anyhow::{Context, Result, ensure};

/// The process; it ends with this.
pub struct Helper {
    child: Child,
    stdin: ChildStdin,
    lines: Option<BufReader<ChildStdout>>,
}

impl Drop for Helper {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Helper {
    pub fn start(variable: &str, task: &str) -> Result<Helper> {
        let mut child = Command::new(std::env::current_exe()?)
            .env(variable, task)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let stdin = child.stdin.take().context("a pipe")?;
        let stdout = child.stdout.take().context("a pipe")?;
        Ok(Helper {
            child,
            stdin,
            lines: Some(BufReader::new(stdout)),
        })
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Tells it to go on.
    pub fn go_on(&mut self) -> Result<()> {
        Ok(writeln!(self.stdin, "go on")?)
    }

    /// The next line that it writes.
    pub async fn line(&mut self) -> Result<String> {
        let mut lines = self.lines.take().context("the lines")?;
        let read = move || {
            let mut line = String::new();
            lines.read_line(&mut line).map(|_| (lines, line))
        };
        let (lines, line) = actix_web::rt::task::spawn_blocking(read).await??;
        self.lines = Some(lines);
        ensure!(!line.is_empty(), "the other process has ended");
        Ok(line.trim().to_owned())
    }
}

/// The resident memory of a process.
pub fn resident_kib(process: u32) -> i64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|value| value.trim().split(' ').next()?.parse().ok())
        .unwrap_or_default()
}
