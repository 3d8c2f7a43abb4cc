//! One room while it is on the air, or may be at any moment: what this node remembers of it.

use std::collections::HashSet;
use std::time::{Duration, Instant};

use chrono::Utc;
use parking_lot::{Mutex, RwLock};

use super::ingest::{Health, Problem};
use super::model::{Room, Session};
use super::playback::feed::Feed;
use super::playback::manifest::Segment;

/// What a player shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Picture {
    /// There has not been any yet.
    Waiting,
    Playing,
    /// There was, and it will be back.
    Interrupted,
    /// The class is over.
    Over,
}

/// The next segment may come late by this before the picture counts as interrupted.
const PATIENCE_MS: u64 = 5_000;

/// A recording that has not grown for so long, while there is something to record, has stopped.
const UNRECORDED: Duration = Duration::from_secs(10);

/// A picture that has not come out after so long will not.
const UNSEEN: Duration = Duration::from_secs(15);

pub(super) struct Channel {
    pub feed: Feed,
    pub token: String,
    known: RwLock<Known>,
    /// Problems that have been written for the connection there is.
    reported: Mutex<HashSet<Problem>>,
    /// First pictures after breaks (Unix milliseconds) that no recording knows yet.
    pub beginnings: Mutex<Vec<u64>>,
}

struct Known {
    client_id: Option<String>,
    health: Health,
    /// What has come over the connection, and since when no more has.
    bytes_in: u64,
    still_since: Instant,
    /// How much of this run has been recorded, and since when no more has.
    recorded: u64,
    unrecorded_since: Instant,
    picture: Picture,
    /// The newest segment when the publisher connected: of the connection before.
    stale: Option<u64>,
    ended_at: Option<Instant>,
}

impl Channel {
    pub fn new(session: &Session, feed: Feed) -> Channel {
        Channel {
            feed,
            token: session.token.clone(),
            known: RwLock::new(Known {
                client_id: session.client_id.clone(),
                health: Health::default(),
                bytes_in: 0,
                still_since: Instant::now(),
                recorded: 0,
                unrecorded_since: Instant::now(),
                picture: Picture::Waiting,
                stale: None,
                ended_at: None,
            }),
            reported: Mutex::default(),
            beginnings: Mutex::default(),
        }
    }

    /// Takes in what the RTMP server has written. Blocks.
    pub fn read(&self) -> std::io::Result<()> {
        let new = self.feed.read()?;
        self.beginnings.lock().extend(new);
        Ok(())
    }

    /// Takes over what the database says now.
    pub fn update(&self, room: &Room, session: &Session) {
        let mut known = self.known.write();
        if known.client_id != session.client_id {
            known.client_id = session.client_id.clone();
            known.still_since = Instant::now();
            known.unrecorded_since = Instant::now();
            known.stale = self.feed.served().newest().map(|segment| segment.id);
            self.reported.lock().clear();
        }
        drop(known);
        let since = room
            .started_at
            .map(|at| at.timestamp_millis().unsigned_abs());
        self.feed.open(since);
    }

    /// Takes over what the RTMP server measures; nothing if there is no such stream there.
    ///
    /// # Returns
    /// Problems seen for the first time over this connection.
    pub fn measure(&self, measured: Option<(Health, u64)>) -> Vec<Problem> {
        let (health, bytes_in) = measured.unwrap_or_default();
        let mut known = self.known.write();
        if known.bytes_in != bytes_in {
            known.bytes_in = bytes_in;
            known.still_since = Instant::now();
        }
        known.health = health;
        known.health.is_unrecorded = known.is_unrecorded();
        known.health.is_unseen = known.is_unseen();
        let mut reported = self.reported.lock();
        let problems = known.health.problems();
        problems
            .into_iter()
            .filter(|problem| reported.insert(*problem))
            .collect()
    }

    /// Takes over how many bytes of this run have been recorded.
    pub fn note_recorded(&self, bytes: u64) {
        let mut known = self.known.write();
        if known.recorded != bytes {
            known.recorded = bytes;
            known.unrecorded_since = Instant::now();
        }
    }

    /// For how long nothing has come from the publisher.
    pub fn silence(&self) -> Duration {
        self.known.read().still_since.elapsed()
    }

    pub fn health(&self) -> Health {
        self.known.read().health.clone()
    }

    pub fn picture(&self) -> Picture {
        self.known.read().picture
    }

    /// Looks anew whether there is a picture.
    ///
    /// # Returns
    /// What it is now, if that has changed.
    pub fn look(&self) -> Option<Picture> {
        let mut known = self.known.write();
        let picture = match self.feed.served().newest() {
            _ if known.ended_at.is_some() => Picture::Over,
            None => Picture::Waiting,
            Some(newest) if known.is_fresh(newest, self.feed.served().seconds_per_segment()) => {
                Picture::Playing
            }
            Some(_) => Picture::Interrupted,
        };
        let has_changed = known.picture != picture;
        known.picture = picture;
        has_changed.then_some(picture)
    }

    /// Says that the class is over.
    ///
    /// # Returns
    /// Whether it was not before.
    pub fn end(&self) -> bool {
        let mut known = self.known.write();
        if known.ended_at.is_some() {
            return false;
        }
        known.ended_at = Some(Instant::now());
        known.client_id = None;
        known.health = Health::default();
        drop(known);
        self.feed.finish();
        true
    }

    /// How long the class has been over.
    pub fn over_for(&self) -> Option<Duration> {
        self.known.read().ended_at.map(|at| at.elapsed())
    }
}

impl Known {
    /// Whether bytes come in that are not written down.
    fn is_unrecorded(&self) -> bool {
        self.client_id.is_some()
            && self.still_since.elapsed() < UNRECORDED / 2
            && self.unrecorded_since.elapsed() > UNRECORDED
    }

    /// Whether bytes have come in for so long that there would be a picture, even with a keyframe every ten seconds.
    fn is_unseen(&self) -> bool {
        let connected = self.health.connected.unwrap_or_default();
        connected > UNSEEN
            && self.still_since.elapsed() < UNRECORDED / 2
            && self.picture != Picture::Playing
    }

    /// Whether this newest segment is of the connection there is, and the next one is not overdue.
    fn is_fresh(&self, newest: Segment, seconds_per_segment: f64) -> bool {
        let now = Utc::now().timestamp_millis().unsigned_abs();
        let due = newest.end() + PATIENCE_MS + (seconds_per_segment * 1000.0) as u64;
        self.client_id.is_some() && self.stale != Some(newest.id) && due > now
    }
}
