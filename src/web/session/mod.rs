//! Sessions on the server, so that they can be listed and ended (security rows S1 to S4).
//!
//! Rows in Postgres, found by the SHA-256 of the id in the cookie, so a copy of the table opens no session. An ended
//! session stays ended: an update of a row that is gone writes nothing. What was read is remembered for some seconds;
//! ending forgets it at once on this node.

mod brief;
mod rows;
mod store;

use std::collections::HashMap;
use std::time::{Duration, Instant};

use actix_session::SessionMiddleware;
use actix_session::config::{PersistentSession, TtlExtensionPolicy};
use actix_session::storage::SessionKey;
use actix_web::HttpRequest;
use actix_web::cookie::{CookieJar, Key, SameSite, time};
use moka::ops::compute::Op;
use moka::sync::Cache;
use sha2::{Digest, Sha256};
use tokio::sync::broadcast;

use crate::config::Config;
use crate::db::Db;
use crate::state::App;
use crate::web::{UserId, Viewer};

pub use brief::{BRIEF, Brief, end_with_browser};
pub use rows::{
    ADDRESS, AGENT, OpenSession, delete_expired, end_all, end_one, end_others, open_of, still_open,
};

/// The entry of the session state that says who is signed in.
pub const USER_ID: &str = "user_id";

/// The entry that stands for a state which can't be read while the database is away: whoever asks for the viewer gets
/// [`AppError::Unavailable`], and pages that need nobody are still served. It is never stored.
pub(super) const UNREADABLE: &str = "unreadable";

/// A session that nobody uses ends after this.
const IDLE: time::Duration = time::Duration::days(30);

/// How long a node may believe what it has read before it asks the database again.
const REMEMBERED: Duration = Duration::from_secs(20);

type State = HashMap<String, String>;

/// What a session is known by on the server: the SHA-256 of its id.
pub type SessionHash = [u8; 32];

/// The cookie that carries a session's id, sealed.
const COOKIE: &str = "lectern";

/// The middleware that gives each request its session.
pub fn middleware(config: &Config, sessions: &Sessions) -> SessionMiddleware<Sessions> {
    SessionMiddleware::builder(sessions.clone(), cookie_key(config))
        .cookie_name(config.cookie_name(COOKIE))
        .cookie_secure(config.is_https())
        .cookie_http_only(true)
        .cookie_same_site(SameSite::Lax)
        .cookie_path("/".into())
        .session_lifecycle(
            PersistentSession::default()
                .session_ttl(IDLE)
                .session_ttl_extension_policy(TtlExtensionPolicy::OnStateChanges),
        )
        .build()
}

fn cookie_key(config: &Config) -> Key {
    Key::derive_from(&config.security.secret)
}

/// The store behind the middleware, and what this node remembers of it.
#[derive(Clone)]
pub struct Sessions {
    db: Db,
    states: Cache<SessionHash, Remembered>,
    viewers: Cache<UserId, Viewer>,
    ended: broadcast::Sender<Forgotten>,
}

/// What a node no longer believes, because something has been changed here.
#[derive(Clone, Copy, Debug)]
pub enum Forgotten {
    /// The session has ended.
    Session(SessionHash),
    /// What a [`Viewer`] says of this person has changed.
    Viewer(UserId),
}

#[derive(Clone)]
enum Remembered {
    /// With the end of its time.
    Open(State, Instant),
    Ended,
}

impl Sessions {
    pub fn new(db: Db) -> Sessions {
        let cache = || Cache::builder().time_to_live(REMEMBERED);
        Sessions {
            db,
            states: cache().max_capacity(100_000).build(),
            viewers: Cache::builder()
                .time_to_live(REMEMBERED)
                .max_capacity(100_000)
                .build(),
            ended: broadcast::channel(1_024).0,
        }
    }

    /// Tells of each session that is ended and each person who is changed on this node, so that sockets end with their
    /// session and other nodes are told.
    pub fn watch_forgotten(&self) -> broadcast::Receiver<Forgotten> {
        self.ended.subscribe()
    }

    /// Another node has ended this session.
    pub fn end_as_told(&self, hash: SessionHash) {
        self.mark_ended(hash);
    }

    /// Another node has changed what a [`Viewer`] says of this person.
    pub fn forget_as_told(&self, user: UserId) {
        self.viewers.invalidate(&user);
    }

    pub(super) fn viewer(&self, id: UserId) -> Option<Viewer> {
        self.viewers.get(&id)
    }

    pub(super) fn remember_viewer(&self, viewer: Viewer) {
        self.viewers.insert(viewer.id, viewer);
    }

    /// To be called after a commit that changes what a [`Viewer`] says of this person.
    pub fn forget_viewer(&self, id: UserId) {
        self.viewers.invalidate(&id);
        // Nobody need be watching.
        let _ = self.ended.send(Forgotten::Viewer(id));
    }

    /// Forgets the sessions with these hashes, as [`end_all`] returns them, once their rows are gone.
    pub fn forget(&self, user: UserId, ended: Vec<Vec<u8>>) {
        self.forget_viewer(user);
        for hash in ended
            .into_iter()
            .filter_map(|hash| SessionHash::try_from(hash).ok())
        {
            self.end_here(hash);
        }
    }

    fn end_here(&self, hash: SessionHash) {
        self.mark_ended(hash);
        // Nobody need be watching.
        let _ = self.ended.send(Forgotten::Session(hash));
    }

    /// Marks a session as ended; a load that is under way can't bring it back, as both go through the key's lock.
    fn mark_ended(&self, hash: SessionHash) {
        self.states
            .entry(hash)
            .and_compute_with(|_| Op::Put(Remembered::Ended));
    }

    fn remember(&self, hash: SessionHash, state: State, left: Duration) {
        let until = Instant::now() + left;
        self.states.entry(hash).and_compute_with(|present| {
            match present.map(|entry| entry.into_value()) {
                Some(Remembered::Ended) => Op::Nop,
                _ => Op::Put(Remembered::Open(state, until)),
            }
        });
    }
}

/// The session that this request comes with, if any. The cookie is opened the same way as the middleware opens it.
pub fn hash_of_request(request: &HttpRequest) -> Option<SessionHash> {
    let config = &App::of(request).ok()?.config;
    let name = config.cookie_name(COOKIE);
    let mut jar = CookieJar::new();
    jar.add_original(request.cookie(&name)?);
    let id = jar.private(&cookie_key(config)).get(&name)?;
    Some(hash_of(&id.value().to_owned().try_into().ok()?))
}

fn hash_of(key: &SessionKey) -> SessionHash {
    Sha256::digest(key.as_ref().as_bytes()).into()
}
