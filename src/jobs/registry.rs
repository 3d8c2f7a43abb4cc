//! Which jobs this program can do, by name, and which of them recur.

use std::collections::HashMap;
use std::pin::Pin;
use std::time::Duration;

use diesel::pg::PgConnection;
use diesel::prelude::*;
use serde_json::Value;

use super::Job;
use crate::error::{AppError, Result};
use crate::state::App;

pub(super) type Running = Pin<Box<dyn Future<Output = anyhow::Result<()>> + Send>>;

/// What a worker needs to know of a kind of job.
pub(super) struct Kind {
    pub run: fn(Value, App) -> Running,
    pub given_up: fn(Value, &mut PgConnection) -> Result<()>,
    pub timeout: Duration,
    pub is_outward: bool,
}

/// A job that is enqueued again and again.
pub(super) struct Recurring {
    pub name: &'static str,
    pub payload: Value,
    pub max_attempts: i32,
    pub period: Duration,
}

/// The jobs of the program; the composition root fills it.
#[derive(Default)]
pub struct Registry {
    kinds: HashMap<&'static str, Kind>,
    recurring: Vec<Recurring>,
}

impl Registry {
    /// Adds a kind of job.
    pub fn with<J: Job>(mut self) -> Registry {
        let kind = Kind {
            run: run::<J>,
            given_up: given_up::<J>,
            timeout: J::TIMEOUT,
            is_outward: J::IS_OUTWARD,
        };
        let known = self.kinds.insert(J::NAME, kind);
        assert!(known.is_none(), "two jobs are named {}", J::NAME);
        self
    }

    /// Adds a kind of job that runs once in each such period, on one node.
    pub fn every<J: Job + Default>(self, period: Duration) -> Registry {
        let mut registry = self.with::<J>();
        registry.recurring.push(Recurring {
            name: J::NAME,
            payload: serde_json::to_value(J::default())
                .expect("a job without content can be written"),
            max_attempts: J::MAX_ATTEMPTS,
            period,
        });
        registry
    }

    pub(super) fn kind(&self, name: &str) -> Option<&Kind> {
        self.kinds.get(name)
    }

    /// The names of the jobs that reach people or other servers.
    pub fn outward(&self) -> Vec<&'static str> {
        let outward = self.kinds.iter().filter(|(_, kind)| kind.is_outward);
        outward.map(|(name, _)| *name).collect()
    }

    /// Tells a job's subject that it is given up, in the transaction that does so.
    pub(super) fn give_up(&self, conn: &mut PgConnection, name: &str, payload: &Value) {
        let Some(kind) = self.kind(name) else { return };
        let told = conn.transaction(|conn| (kind.given_up)(payload.clone(), conn));
        if let Err(error) = told {
            tracing::warn!(?error, job = name, "nobody was told that a job is given up");
        }
    }

    pub(super) fn names(&self) -> Vec<&'static str> {
        self.kinds.keys().copied().collect()
    }

    pub(super) fn recurring(&self) -> &[Recurring] {
        &self.recurring
    }
}

fn given_up<J: Job>(payload: Value, conn: &mut PgConnection) -> Result<()> {
    let job: J =
        serde_json::from_value(payload).map_err(|error| AppError::Internal(error.into()))?;
    job.given_up(conn)
}

fn run<J: Job>(payload: Value, app: App) -> Running {
    Box::pin(async move {
        let job: J = serde_json::from_value(payload)?;
        job.run(&app).await
    })
}
