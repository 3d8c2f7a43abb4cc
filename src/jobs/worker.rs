//! The worker: looks for due jobs, takes as many as it has hands for, and stops with the program.

use std::sync::Arc;
use std::time::Duration;

use diesel::Connection;
use tokio::sync::Semaphore;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::queue;
use super::registry::Registry;
use super::schedule;
use crate::error::{AppError, Result};
use crate::state::App;

/// How many jobs one node runs at once.
const AT_ONCE: usize = 4;

/// How often the queue is looked at when nobody says that there is something new.
const POLL: Duration = Duration::from_secs(1);

/// A job is enqueued inside a transaction that commits a moment later, and the word of it comes before the commit.
const COMMIT_PAUSE: Duration = Duration::from_millis(20);

/// How often schedules and the jobs of dead workers are looked at, in polls.
const HOUSEKEEPING_EVERY: u32 = 5;

/// How long running jobs may take to finish once the program is told to stop.
const GRACE: Duration = Duration::from_secs(5);

/// The running worker of this node.
pub struct Worker {
    polling: JoinHandle<()>,
    running: TaskTracker,
    hurry: CancellationToken,
}

impl Worker {
    /// Starts taking jobs, until the app stops.
    pub fn start(app: App, registry: Registry) -> Worker {
        let running = TaskTracker::new();
        let hurry = CancellationToken::new();
        let hands = Hands {
            app,
            registry: Arc::new(registry),
            slots: Arc::new(Semaphore::new(AT_ONCE)),
            running: running.clone(),
            hurry: hurry.clone(),
        };
        Worker {
            polling: tokio::spawn(hands.poll()),
            running,
            hurry,
        }
    }

    /// After the app was told to stop: waits for what is running, and gives back what does not finish in time.
    pub async fn stopped(self) {
        // Ends by itself, as the app is stopping.
        let _ = self.polling.await;
        self.running.close();
        if tokio::time::timeout(GRACE, self.running.wait())
            .await
            .is_err()
        {
            self.hurry.cancel();
            self.running.wait().await;
        }
    }
}

#[derive(Clone)]
pub(super) struct Hands {
    pub app: App,
    pub registry: Arc<Registry>,
    slots: Arc<Semaphore>,
    running: TaskTracker,
    /// Cancelled when the time for finishing in peace is over.
    pub hurry: CancellationToken,
}

impl Hands {
    async fn poll(self) {
        let mut polls = 0;
        while !self.app.is_stopping() {
            if polls % HOUSEKEEPING_EVERY == 0 {
                self.warn_of(self.keep_house().await);
            }
            polls = polls.wrapping_add(1);
            // Listened for before looking, so that what comes in between is not missed.
            let news = queue::ENQUEUED.notified();
            self.warn_of(self.take_due().await);
            tokio::select! {
                _ = tokio::time::sleep(POLL) => {}
                _ = news => tokio::time::sleep(COMMIT_PAUSE).await,
                _ = self.app.stop.cancelled() => {}
            }
        }
    }

    /// A queue that can't be reached is tried again at the next poll.
    fn warn_of(&self, outcome: Result<()>) {
        if let Err(error) = outcome {
            tracing::warn!(?error, "the job queue can't be worked on");
        }
    }

    async fn keep_house(&self) -> Result<()> {
        let registry = self.registry.clone();
        self.app
            .db
            .run(move |conn| {
                conn.transaction(|conn| {
                    for job in queue::bury(conn, &registry.names())? {
                        registry.give_up(conn, &job.name, &job.payload);
                    }
                    Ok::<_, AppError>(())
                })?;
                schedule::enqueue_due(conn, registry.recurring())
            })
            .await
    }

    /// Takes as many due jobs as there are free hands, until none are due or no hand is free.
    async fn take_due(&self) -> Result<()> {
        loop {
            let free = self.slots.available_permits();
            if free == 0 {
                return Ok(());
            }
            let registry = self.registry.clone();
            let taken = self
                .app
                .db
                .run(move |conn| Ok(queue::take(conn, &registry.names(), free as i64)?))
                .await?;
            if taken.is_empty() {
                return Ok(());
            }
            for job in taken {
                let hands = self.clone();
                let slot = self.slots.clone().acquire_owned().await;
                self.running.spawn(async move {
                    hands.work_on(job).await;
                    drop(slot);
                    // There may have been more due than hands.
                    queue::ENQUEUED.notify_waiters();
                });
            }
        }
    }
}
