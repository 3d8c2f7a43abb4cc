//! Many in one room over websockets: all listen, fifty write, and it is noted when each message came to how many.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use anyhow::ensure;
use futures_util::{SinkExt, StreamExt};
use serde::{Deserialize, Serialize};
use tokio::task::JoinHandle;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use uuid::Uuid;

/// How many people write.
pub const SENDERS: usize = 50;

/// The people who write, as `sender1` and so on; they sign in with everybody's password.
pub const PEOPLE: &str = "
    INSERT INTO users (username, email, password, display_name)
    SELECT 'sender' || n, 'sender' || n || '@example.org', (SELECT password FROM users WHERE username = 'student'), 'Sender ' || n
    FROM generate_series(1, 50) n;";

/// Where there is something to listen to and to write to.
#[derive(Clone, Serialize, Deserialize)]
pub struct Side {
    pub sockets: usize,
    pub address: SocketAddr,
    pub socket: String,
    pub messages: String,
    /// One for each who writes.
    pub cookies: Vec<String>,
    /// Whether its sockets say where they stand, and are told how far a frame brings them.
    pub is_lectern: bool,
}

/// What has come.
#[derive(Default)]
pub struct Account {
    /// Each message: how often it came, and when last.
    pub heard: HashMap<Uuid, (usize, Instant)>,
    pub frames: usize,
    pub bytes: usize,
}

/// The open sockets, and what came over them.
pub struct Crowd {
    side: Side,
    account: Arc<Mutex<Account>>,
    listeners: Vec<JoinHandle<()>>,
}

impl Drop for Crowd {
    fn drop(&mut self) {
        self.listeners.iter().for_each(JoinHandle::abort);
    }
}

impl Crowd {
    pub async fn open(side: Side) -> anyhow::Result<Crowd> {
        let mut crowd = Crowd {
            account: Arc::default(),
            listeners: Vec::with_capacity(side.sockets),
            side,
        };
        for n in 0..crowd.side.sockets {
            let listener = listen(&crowd.side, n, crowd.account.clone()).await?;
            crowd.listeners.push(listener);
        }
        Ok(crowd)
    }

    /// What has come since this was asked last.
    pub fn take(&self) -> Account {
        std::mem::take(&mut *self.account.lock().expect("the account"))
    }

    /// Posts so many messages, each so long after the other, and returns when each was. What else than a nonce is in the form
    /// depends on the number.
    pub async fn post(
        &self,
        count: usize,
        pause: Duration,
        fields: impl Fn(usize) -> String,
    ) -> anyhow::Result<Vec<(Uuid, Instant)>> {
        let side = &self.side;
        let client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .build()?;
        let mut posts = Vec::with_capacity(count);
        let mut next = tokio::time::Instant::now();
        for number in 0..count {
            let nonce = Uuid::now_v7();
            let request = client
                .post(format!("http://{}{}", side.address, side.messages))
                .header("Origin", format!("http://{}", side.address))
                .header("Cookie", &side.cookies[number % SENDERS])
                .header("Content-Type", "application/x-www-form-urlencoded")
                .body(format!("nonce={nonce}&{}", fields(number)));
            let posted = Instant::now();
            posts.push(tokio::spawn(async move {
                let status = request.send().await?.status();
                ensure!(
                    !status.is_client_error() && !status.is_server_error(),
                    "refused with {status}"
                );
                Ok((nonce, posted))
            }));
            if !pause.is_zero() {
                next += pause;
                tokio::time::sleep_until(next).await;
            }
        }
        let mut done = Vec::with_capacity(count);
        for post in posts {
            done.push(post.await??);
        }
        Ok(done)
    }

    /// Waits until every socket has each of these messages, once.
    pub async fn all_heard(&self, posted: &[(Uuid, Instant)]) -> anyhow::Result<()> {
        let (started, sockets) = (Instant::now(), self.side.sockets);
        loop {
            let counts: Vec<usize> = {
                let account = self.account.lock().expect("the account");
                let heard = |(nonce, _): &(Uuid, Instant)| account.heard.get(nonce);
                posted
                    .iter()
                    .map(|one| heard(one).map_or(0, |(count, _)| *count))
                    .collect()
            };
            if counts.iter().all(|count| *count == sockets) {
                return Ok(());
            }
            ensure!(
                counts.iter().all(|count| *count <= sockets),
                "a message came to somebody twice"
            );
            ensure!(
                started.elapsed() < Duration::from_secs(60),
                "not all are heard everywhere"
            );
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

impl Account {
    /// From the post to the last socket, in milliseconds, the shortest first.
    pub fn delays(&self, posted: &[(Uuid, Instant)]) -> Vec<f64> {
        let mut delays: Vec<f64> = posted
            .iter()
            .map(|(nonce, posted)| {
                let last = self.heard[nonce].1;
                last.duration_since(*posted).as_secs_f64() * 1e3
            })
            .collect();
        delays.sort_by(f64::total_cmp);
        delays
    }

    /// How long it took from there until the last was heard.
    pub fn seconds_since(&self, started: Instant) -> f64 {
        let last = self.heard.values().map(|(_, at)| *at).max();
        last.unwrap_or(started)
            .duration_since(started)
            .as_secs_f64()
    }
}

async fn listen(
    side: &Side,
    n: usize,
    account: Arc<Mutex<Account>>,
) -> anyhow::Result<JoinHandle<()>> {
    let mut request = format!("ws://{}{}", side.address, side.socket).into_client_request()?;
    let headers = request.headers_mut();
    headers.insert("Origin", format!("http://{}", side.address).parse()?);
    headers.insert("Cookie", side.cookies[n % SENDERS].parse()?);
    let (mut socket, _) = tokio_tungstenite::connect_async(request).await?;
    let mut last = 0;
    if side.is_lectern {
        socket
            .send(Message::text(r#"{"type":"resume","after":0}"#))
            .await?;
        // Answered by where the log stands; from then on the socket is told everything.
        socket.next().await;
    }
    let is_lectern = side.is_lectern;
    Ok(tokio::spawn(async move {
        while let Some(Ok(message)) = socket.next().await {
            let Message::Text(text) = message else {
                continue;
            };
            let at = Instant::now();
            if is_lectern {
                if text.starts_with(r#"{"type":"resync""#) {
                    let again = format!(r#"{{"type":"resume","after":{last}}}"#);
                    let _ = socket.send(Message::text(again)).await;
                    continue;
                }
                match number_of(&text, r#""to":"#) {
                    Some(to) if to > last => last = to,
                    _ => continue,
                }
            }
            let mut account = account.lock().expect("the account");
            account.frames += 1;
            account.bytes += text.len();
            for (place, _) in text.match_indices(r#""nonce":""#) {
                let nonce = text
                    .get(place + 9..place + 45)
                    .and_then(|nonce| nonce.parse().ok());
                if let Some(nonce) = nonce {
                    let entry = account.heard.entry(nonce).or_insert((0, at));
                    *entry = (entry.0 + 1, at);
                }
            }
        }
    }))
}

/// The number behind the first of these words.
fn number_of(text: &str, words: &str) -> Option<i64> {
    let start = text.find(words)? + words.len();
    let digits = text[start..].find(|c: char| !c.is_ascii_digit())?;
    text[start..start + digits].parse().ok()
}
