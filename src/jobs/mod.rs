//! Durable work: rows in Postgres that are done at least once.
//!
//! A job exists exactly if the transaction that enqueued it commits. A worker takes it under a lease that it renews
//! while the job runs, so a killed worker's job is taken again within a minute; what a job does must therefore be
//! harmless twice. A job that fails is tried again after a growing pause, and after its last attempt it stays as a dead
//! letter. Knows no subject: each subject's jobs are thin structs in its own `jobs.rs`.

mod attempt;
mod command_line;
mod dead_letters;
mod overview;
mod prune;
mod queue;
mod registry;
mod schedule;
mod worker;

use std::future::Future;
use std::time::Duration;

use diesel::pg::PgConnection;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::Result;
use crate::state::App;

pub use command_line::{JobsCommand, obey};
pub use dead_letters::{
    DeadLetter, DeadLetterFilter, dead_letters, drop_dead_letter, retry, retry_all,
};
pub use overview::{Kind, kinds};
pub use prune::PruneFinished;
pub use queue::{Counts, counts, enqueue, enqueue_all, enqueue_in, enqueue_once};
pub use registry::Registry;
pub use worker::Worker;

/// A piece of work, described by what is needed to do it.
pub trait Job: Serialize + DeserializeOwned + Send + 'static {
    /// Stable: rows of an earlier version of the program carry it.
    const NAME: &'static str;

    /// How often it is tried before it becomes a dead letter.
    const MAX_ATTEMPTS: i32 = 10;

    /// How long one attempt may take.
    const TIMEOUT: Duration = Duration::from_secs(600);

    /// Whether it reaches people or other servers, so that a restored site must not do it unasked: the old one may have
    /// done it after the backup.
    const IS_OUTWARD: bool = false;

    /// Does the work. May run more than once, also after it has succeeded.
    fn run(self, app: &App) -> impl Future<Output = anyhow::Result<()>> + Send;

    /// Is told in the transaction that gives the job up: its last attempt failed or took too long, or the worker died in it. What
    /// people wait for must not look as if it were still being made.
    ///
    /// # Errors
    /// Undo what it has written, and keep nothing from being given up.
    fn given_up(self, _conn: &mut PgConnection) -> Result<()> {
        Ok(())
    }
}
