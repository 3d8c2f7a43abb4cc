//! One attempt at a job: run beside the renewal of its lease, then settled.

use std::sync::LazyLock;
use std::time::{Duration, Instant};

use anyhow::anyhow;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use prometheus::{HistogramVec, IntCounterVec, register_histogram_vec, register_int_counter_vec};

use super::queue::{self, Taken};
use super::worker::Hands;
use crate::error::Result;

const RENEWAL: Duration = Duration::from_secs((queue::LEASE_SECONDS / 3.0) as u64);

/// Attempts by job and outcome: `done`, `failed`, or `released` when the program stopped under them.
static ATTEMPTS: LazyLock<IntCounterVec> = LazyLock::new(|| {
    register_int_counter_vec!(
        "lectern_job_attempts_total",
        "Attempts at jobs.",
        &["job", "outcome"]
    )
    .expect("the name is used once")
});

static SECONDS: LazyLock<HistogramVec> = LazyLock::new(|| {
    register_histogram_vec!(
        "lectern_job_seconds",
        "Time an attempt at a job took.",
        &["job"]
    )
    .expect("the name is used once")
});

/// How an attempt ended.
enum Outcome {
    Done,
    Failed(anyhow::Error),
    Released,
    /// Somebody else has it now; nothing is to be settled.
    Lost,
}

impl Hands {
    /// Does the job, whatever comes of it.
    pub(super) async fn work_on(&self, job: Taken) {
        let started = Instant::now();
        let outcome = self.attempt(&job).await;
        SECONDS
            .with_label_values(&[&job.name])
            .observe(started.elapsed().as_secs_f64());
        let label = match &outcome {
            Outcome::Done => "done",
            Outcome::Failed(error) => {
                tracing::warn!(
                    job = job.name,
                    id = job.id,
                    attempt = job.attempts,
                    error = format!("{error:#}"),
                    "a job failed"
                );
                "failed"
            }
            Outcome::Released => "released",
            Outcome::Lost => "lost",
        };
        ATTEMPTS
            .with_label_values(&[job.name.as_str(), label])
            .inc();
        if let Err(error) = self.settle(&job, outcome).await {
            // The lease runs out and the job is done again, which it must bear.
            tracing::warn!(
                ?error,
                job = job.name,
                id = job.id,
                "a job could not be settled"
            );
        }
    }

    /// Runs the job beside the renewal of its lease; a panic is a failure.
    async fn attempt(&self, job: &Taken) -> Outcome {
        let Some(kind) = self.registry.kind(&job.name) else {
            return Outcome::Released;
        };
        let mut work = tokio::spawn((kind.run)(job.payload.clone(), self.app.clone()));
        let outcome = tokio::select! {
            ended = &mut work => match ended {
                Ok(Ok(())) => Outcome::Done,
                Ok(Err(error)) => Outcome::Failed(error),
                Err(panic) => Outcome::Failed(anyhow!("panicked: {panic}")),
            },
            _ = tokio::time::sleep(kind.timeout) => Outcome::Failed(anyhow!("took longer than {:?}", kind.timeout)),
            _ = self.hurry.cancelled() => Outcome::Released,
            _ = self.renew(job) => Outcome::Lost,
        };
        work.abort();
        outcome
    }

    /// Renews the lease again and again; returns once it is lost.
    async fn renew(&self, job: &Taken) {
        let (id, lease) = (job.id, job.lease);
        loop {
            tokio::time::sleep(RENEWAL).await;
            let renewed = self
                .app
                .db
                .run(move |conn| Ok(queue::renew(conn, id, lease)?))
                .await;
            if matches!(renewed, Ok(false)) {
                return;
            }
        }
    }

    async fn settle(&self, job: &Taken, outcome: Outcome) -> Result<()> {
        let (id, lease) = (job.id, job.lease);
        match outcome {
            Outcome::Failed(error) => self.fail(job, format!("{error:#}")).await,
            Outcome::Lost => Ok(()),
            Outcome::Done | Outcome::Released => {
                let is_done = matches!(outcome, Outcome::Done);
                let settle = move |conn: &mut PgConnection| match is_done {
                    true => Ok(queue::finish(conn, id, lease)?),
                    false => Ok(queue::release(conn, id, lease)?),
                };
                self.app.db.run(settle).await.map(drop)
            }
        }
    }

    /// Notes that the attempt failed, and after the last one tells the job's subject that it is given up.
    async fn fail(&self, job: &Taken, error: String) -> Result<()> {
        let (id, lease, attempts) = (job.id, job.lease, job.attempts);
        let (registry, name, payload) =
            (self.registry.clone(), job.name.clone(), job.payload.clone());
        let fail = move |conn: &mut PgConnection| {
            conn.transaction(|conn| {
                if queue::fail(conn, id, lease, attempts, &error)? {
                    registry.give_up(conn, &name, &payload);
                }
                Ok(())
            })
        };
        self.app.db.run(fail).await
    }
}
