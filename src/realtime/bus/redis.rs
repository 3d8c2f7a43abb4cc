//! The bus over Redis Pub/Sub: one channel per site, which every node writes to and listens to.
//!
//! Redis away, at the start or later, costs delay alone: the node looks at Postgres by itself, and comes back to Redis with
//! growing pauses.

use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use futures_util::StreamExt;
use parking_lot::Mutex;
use redis::aio::MultiplexedConnection;
use redis::{Client, Msg};
use sha2::{Digest, Sha256};
use tokio::sync::mpsc::{Receiver, Sender};
use tokio::time::{Instant, interval, sleep, timeout};
use url::Url;
use uuid::Uuid;

use super::told::{Letter, hear};
use super::{Bus, Told};
use crate::config::Config;
use crate::state::App;
use crate::web::metrics;

/// How long Redis may take to answer.
const PATIENCE: Duration = Duration::from_secs(3);

/// Every node says so often that it is there, and listens to itself: a connection that is dead without having been closed
/// shows by silence.
const BEAT_EVERY: Duration = Duration::from_secs(4);
const DEAD_AFTER: Duration = Duration::from_secs(10);

const FIRST_PAUSE: Duration = Duration::from_millis(250);
const LONGEST_PAUSE: Duration = Duration::from_secs(10);

/// What is told in one trip.
const MOST_AT_ONCE: usize = 64;

/// This node's end of the line.
pub struct Line {
    client: Client,
    channel: String,
    node: Uuid,
    pub(super) waiting: Sender<Told>,
    /// Taken by the one task that tells.
    to_tell: Mutex<Option<Receiver<Told>>>,
    state: Mutex<State>,
}

enum State {
    Up,
    Down(String),
}

impl Line {
    pub(super) fn new(url: &Url, secret: &[u8]) -> Result<Line> {
        let client = Client::open(url.as_str()).context("REDIS_URL can't be understood")?;
        let (waiting, to_tell) = super::queue();
        Ok(Line {
            client,
            channel: channel(secret),
            node: Uuid::new_v4(),
            waiting,
            to_tell: Mutex::new(Some(to_tell)),
            state: Mutex::new(State::Down("not connected yet".into())),
        })
    }

    pub(super) fn is_up(&self) -> bool {
        matches!(*self.state.lock(), State::Up)
    }

    pub(super) fn trouble(&self) -> Option<String> {
        match &*self.state.lock() {
            State::Up => None,
            State::Down(why) => Some(why.clone()),
        }
    }

    fn set_up(&self) {
        *self.state.lock() = State::Up;
        metrics::BUS.set(1);
        tracing::info!("joined to the other nodes by Redis");
    }

    /// Said once, however often it is tried again.
    fn set_down(&self, why: &anyhow::Error) {
        let mut state = self.state.lock();
        if matches!(*state, State::Up) {
            tracing::warn!(why = %format!("{why:#}"), "Redis is away; what other nodes write comes with some seconds' delay");
        }
        *state = State::Down(format!("{why:#}"));
        metrics::BUS.set(0);
    }

    /// Tells and listens until something breaks.
    async fn serve(
        &self,
        app: &App,
        to_tell: &mut Receiver<Told>,
        pause: &mut Duration,
    ) -> Result<()> {
        let mut listening = within(self.client.get_async_pubsub()).await?;
        within(listening.subscribe(&self.channel)).await?;
        let mut telling = within(self.client.get_multiplexed_async_connection()).await?;
        let mut letters = listening.into_on_message();
        self.tell(&mut telling, vec![Told::Beat]).await?;
        self.set_up();
        *pause = FIRST_PAUSE;
        // Whatever was told while nobody here listened.
        app.hub.look_again();
        let mut beat = interval(BEAT_EVERY);
        let mut last_heard = Instant::now();
        let mut some = Vec::with_capacity(MOST_AT_ONCE);
        loop {
            tokio::select! {
                letter = letters.next() => {
                    let letter = letter.context("Redis has hung up")?;
                    last_heard = Instant::now();
                    self.hear(app, &letter);
                }
                _ = to_tell.recv_many(&mut some, MOST_AT_ONCE) => {
                    self.tell(&mut telling, std::mem::take(&mut some)).await?;
                }
                _ = beat.tick() => {
                    ensure!(last_heard.elapsed() < DEAD_AFTER, "Redis is silent");
                    self.tell(&mut telling, vec![Told::Beat]).await?;
                }
            }
        }
    }

    async fn tell(&self, telling: &mut MultiplexedConnection, some: Vec<Told>) -> Result<()> {
        let mut letters = redis::pipe();
        for told in some {
            let letter = Letter {
                node: self.node,
                told,
            };
            let letter = serde_json::to_string(&letter)?;
            letters
                .cmd("PUBLISH")
                .arg(&self.channel)
                .arg(letter)
                .ignore();
        }
        within(letters.query_async::<()>(telling)).await
    }

    fn hear(&self, app: &App, letter: &Msg) {
        match serde_json::from_slice::<Letter>(letter.get_payload_bytes()) {
            Ok(letter) if letter.node == self.node => {}
            Ok(letter) => hear(app, letter),
            // Of a later version of the program, perhaps.
            Err(error) => tracing::debug!(%error, "a letter of another node can't be read"),
        }
    }
}

/// The nodes of one site share a secret. Whoever does not know it can't even name their channel.
fn channel(secret: &[u8]) -> String {
    let digest = Sha256::new()
        .chain_update(b"lectern bus")
        .chain_update(secret)
        .finalize();
    let name: String = digest[..8]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("lectern:{name}")
}

async fn within<T>(work: impl Future<Output = redis::RedisResult<T>>) -> Result<T> {
    match timeout(PATIENCE, work).await {
        Ok(outcome) => Ok(outcome?),
        Err(_) => bail!("Redis does not answer"),
    }
}

/// Keeps this node joined to the others until the program stops.
pub async fn keep_bus(app: App) {
    let Bus::Redis(line) = app.hub.bus().clone() else {
        return;
    };
    let Some(mut to_tell) = line.to_tell.lock().take() else {
        return;
    };
    let mut pause = FIRST_PAUSE;
    loop {
        let ended = tokio::select! {
            () = app.stop.cancelled() => return,
            ended = line.serve(&app, &mut to_tell, &mut pause) => ended,
        };
        if let Err(why) = ended {
            line.set_down(&why);
            app.hub.forget_other_nodes();
        }
        // Old news: the other nodes have looked for themselves by the time it could be told.
        while to_tell.try_recv().is_ok() {}
        tokio::select! {
            () = app.stop.cancelled() => return,
            // Not all nodes in the same moment.
            () = sleep(pause.mul_f32(rand::random_range(0.5..1.0))) => {}
        }
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

/// Whether Redis answers; `None` if none is configured.
///
/// # Errors
/// What keeps it from answering.
pub async fn check(config: &Config) -> Result<Option<()>> {
    let Some(url) = &config.bus.redis_url else {
        return Ok(None);
    };
    let client = Client::open(url.as_str()).context("REDIS_URL can't be understood")?;
    let mut connection = within(client.get_multiplexed_async_connection()).await?;
    within(redis::cmd("PING").query_async::<()>(&mut connection)).await?;
    Ok(Some(()))
}
