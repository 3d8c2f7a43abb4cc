//! Keeps one program running until it is told to stop.
//!
//! Invariant: at most one process of a service runs at a time, and none once [`Supervisor::stop`] has returned.

use std::future::Future;
use std::process::ExitStatus;
use std::time::{Duration, Instant};

use tokio::io::AsyncRead;
use tokio::process::{Child, Command};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::log::{LastLines, forward};
use super::process::{Ending, end, runtime};

/// A program that shall always run.
pub trait Service: Send + Sync + 'static {
    /// Its name in the log.
    const NAME: &'static str;
    /// How it is ended.
    const ENDING: Ending;

    /// Makes ready for one start, also after a crash: clears what the last run left, writes configuration.
    fn prepare(&mut self) -> impl Future<Output = anyhow::Result<Command>> + Send;
}

/// What is known about the program now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// Not started yet, or waiting before the next attempt after `failures` in a row.
    Down { failures: u32 },
    /// Running as this process; it may not be ready yet.
    Running { pid: u32 },
    /// Ended on request, for good.
    Stopped,
}

const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(10);
/// A run of this length counts as success: the next failure is the first again.
const STEADY: Duration = Duration::from_secs(20);

/// The keeper of one [`Service`]. Dropping it ends the program at once; [`stop`](Self::stop) does so in order.
pub struct Supervisor {
    state: watch::Receiver<State>,
    stopping: CancellationToken,
    last_lines: LastLines,
    task: tokio::task::JoinHandle<()>,
}

impl Supervisor {
    /// Starts the service, and starts it again whenever it ends by itself.
    pub fn start(service: impl Service) -> Self {
        let (sender, state) = watch::channel(State::Down { failures: 0 });
        let stopping = CancellationToken::new();
        let last_lines = LastLines::default();
        let keeper = Keeper {
            service,
            state: sender,
            stopping: stopping.clone(),
            last_lines: last_lines.clone(),
        };
        Self {
            state,
            stopping,
            last_lines,
            task: runtime().spawn(keeper.keep()),
        }
    }

    /// What the program does now; the receiver also tells of changes.
    pub fn state(&self) -> watch::Receiver<State> {
        self.state.clone()
    }

    /// The process, while there is one.
    pub fn pid(&self) -> Option<u32> {
        match *self.state.borrow() {
            State::Running { pid } => Some(pid),
            _ => None,
        }
    }

    /// Waits until `ready` says so of the running process; an error after `limit`, or when the program has failed
    /// three times in a row, with its last words.
    pub async fn ready(
        &self,
        limit: Duration,
        ready: impl AsyncFn(u32) -> bool,
    ) -> anyhow::Result<()> {
        let until = Instant::now() + limit;
        loop {
            let state = self.state.borrow().clone();
            match state {
                State::Running { pid } if ready(pid).await => return Ok(()),
                State::Down { failures } if failures >= 3 => break,
                State::Stopped => break,
                _ if Instant::now() > until => break,
                _ => tokio::time::sleep(Duration::from_millis(15)).await,
            }
        }
        anyhow::bail!("{}", self.last_lines.join())
    }

    /// Ends the program in its own way and returns when it is gone. Calling it again is harmless.
    pub async fn stop(&self) {
        self.stopping.cancel();
        let mut state = self.state.clone();
        let _ = state.wait_for(|state| *state == State::Stopped).await;
    }
}

impl Drop for Supervisor {
    fn drop(&mut self) {
        self.task.abort();
    }
}

struct Keeper<S> {
    service: S,
    state: watch::Sender<State>,
    stopping: CancellationToken,
    last_lines: LastLines,
}

impl<S: Service> Keeper<S> {
    async fn keep(mut self) {
        let program = S::NAME;
        let mut failures = 0;
        while !self.stopping.is_cancelled() {
            let began = Instant::now();
            match self.start().await {
                Ok(child) => match self.watch(child).await {
                    Some(status) => tracing::error!(program, %status, "ended by itself"),
                    None => break,
                },
                Err(error) => {
                    tracing::error!(program, "cannot be started: {error:#}");
                    self.last_lines.push(format!("{error:#}"));
                }
            }
            failures = if began.elapsed() > STEADY {
                1
            } else {
                failures + 1
            };
            self.state.send_replace(State::Down { failures });
            let pause = FIRST_PAUSE * 2u32.saturating_pow((failures - 1).min(10));
            let pause = tokio::time::sleep(pause.min(LONGEST_PAUSE));
            let _ = self.stopping.run_until_cancelled(pause).await;
        }
        self.state.send_replace(State::Stopped);
    }

    async fn start(&mut self) -> anyhow::Result<Child> {
        let mut child = self.service.prepare().await?.spawn()?;
        if let Some(output) = child.stdout.take() {
            self.forward(output);
        }
        if let Some(output) = child.stderr.take() {
            self.forward(output);
        }
        if let Some(pid) = child.id() {
            tracing::info!(program = S::NAME, pid, "started");
            self.state.send_replace(State::Running { pid });
        }
        Ok(child)
    }

    fn forward(&self, output: impl AsyncRead + Unpin + Send + 'static) {
        let (last_lines, stopping) = (self.last_lines.clone(), self.stopping.clone());
        tokio::spawn(forward(S::NAME, output, last_lines, stopping));
    }

    /// How the child ended by itself, or nothing if we ended it.
    async fn watch(&self, mut child: Child) -> Option<ExitStatus> {
        tokio::select! {
            status = child.wait() => Some(status.unwrap_or_default()),
            () = self.stopping.cancelled() => {
                end(&mut child, S::ENDING).await;
                tracing::info!(program = S::NAME, "stopped");
                None
            }
        }
    }
}
