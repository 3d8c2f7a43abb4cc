//! One look at everything: the database, the server's own account, the recordings folder. What differs is put right.
//!
//! Callbacks are lost when the server or this program is killed; whatever they would have said is found here within
//! seconds. Publishers that nobody let in, or not any more, are cut off.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::json;

use super::events;
use super::health::Health;
use super::recorded;
use super::sessions::{self, OnAir};
use super::strangers;
use crate::error::Result;
use crate::live::channel::Channel;
use crate::live::model::{RoomId, Session, Status, StreamEventKind};
use crate::live::recording;
use crate::live::streams::{Happening, Streams};
use crate::sidecar::nginx_rtmp::stat::Stat;

/// A connection this young may not be on the server's page yet, or still be.
const SETTLING: Duration = Duration::from_secs(3);
/// Players that are a little behind still get the end of the class.
const AFTERGLOW: Duration = Duration::from_secs(60);

/// The server's page may stay away for a moment, while every publisher goes on: only after so many rounds without an
/// answer are they held to be gone.
const MISSES: u32 = 3;

/// What is remembered from round to round.
#[derive(Default)]
pub(super) struct Round {
    statuses: Option<HashMap<RoomId, Status>>,
    server_pid: Option<u32>,
    recorded: HashSet<String>,
    /// Classes that have ended, since when, and whose replay is not there yet.
    awaiting_replay: HashMap<RoomId, Instant>,
    count: u64,
    /// Rounds in a row in which the server has not answered.
    missed: u32,
}

impl Round {
    /// Makes one round.
    ///
    /// # Errors
    /// The database is away; the next round will do it all.
    pub async fn make(&mut self, streams: &Streams) -> Result<()> {
        self.count += 1;
        let inner = streams.inner();
        // Asked first: whoever is let in after this is known to the database by the time that is read.
        let stat = match streams.server() {
            Some(server) => server.stat().await.ok(),
            None => None,
        };
        self.missed = if stat.is_some() { 0 } else { self.missed + 1 };
        let on_air = inner.db.run(|conn| Ok(sessions::on_air(conn)?)).await?;
        self.note_restart(streams, &on_air, stat.as_ref()).await?;
        recorded::look(streams)?;
        for known in &on_air {
            self.compare(streams, known, stat.as_ref()).await?;
        }
        strangers::cut_off(streams, &on_air, stat.as_ref()).await;
        self.tell_changes(streams, &on_air);
        self.note_recordings(streams, &on_air).await?;
        self.await_replays(streams).await?;
        if self.count.is_multiple_of(2) {
            inner.audience.verify(&inner.db).await?;
        }
        Ok(())
    }

    async fn note_restart(
        &mut self,
        streams: &Streams,
        on_air: &[OnAir],
        stat: Option<&Stat>,
    ) -> Result<()> {
        let Some(pid) = stat.map(|stat| stat.pid) else {
            return Ok(());
        };
        let before = self.server_pid.replace(pid);
        if before.is_none_or(|before| before == pid) {
            return Ok(());
        }
        let is_connected = |known: &&OnAir| {
            known
                .session
                .as_ref()
                .is_some_and(|session| session.client_id.is_some())
        };
        let rooms: Vec<RoomId> = on_air
            .iter()
            .filter(is_connected)
            .map(|known| known.room.id)
            .collect();
        let write = move |conn: &mut _| {
            for room in rooms {
                events::write(conn, room, StreamEventKind::SidecarRestarted, &json!({}))?;
            }
            Ok(())
        };
        streams.inner().db.run(write).await
    }

    /// Brings one room's channel up to date, and its row, where the server says otherwise.
    async fn compare(&self, streams: &Streams, known: &OnAir, stat: Option<&Stat>) -> Result<()> {
        let Some(session) = known.session.clone() else {
            return Ok(());
        };
        let room = known.room.id;
        let channel = channel_of(streams, room, &session);
        channel.update(&known.room, &session);
        if stat.is_none() && self.missed < MISSES {
            return Ok(());
        }
        let stream = stat.and_then(|stat| stat.stream(&session.token));
        let seconds = channel.feed.served().seconds_per_segment();
        let measured = stream.map(|stream| (Health::of(stream, seconds), stream.bytes_in));
        let problems = channel.measure(measured);
        let publisher = stream.and_then(|stream| stream.publisher.as_ref());
        let seen = publisher.map(|publisher| publisher.client_id.clone());
        let is_over = !is_young(&session, known) && seen != session.client_id;
        if problems.is_empty() && !is_over {
            return Ok(());
        }
        streams
            .inner()
            .db
            .run(move |conn| {
                for problem in problems {
                    events::write_problem(conn, room, problem)?;
                }
                match (seen, session.client_id) {
                    _ if !is_over => Ok(()),
                    (Some(seen), _) => Ok(sessions::connect(conn, session.id, &seen)?),
                    (None, Some(gone)) => sessions::leave(conn, room, &gone),
                    (None, None) => Ok(()),
                }
            })
            .await
    }

    /// Tells of classes that have begun or ended since the last round.
    fn tell_changes(&mut self, streams: &Streams, on_air: &[OnAir]) {
        let now: HashMap<RoomId, Status> = on_air
            .iter()
            .map(|known| (known.room.id, known.room.status))
            .collect();
        let before = self.statuses.replace(now.clone());
        for (room, status) in &now {
            let was = before.as_ref().map(|before| before.get(room));
            if *status == Status::Live && was.is_some_and(|was| was != Some(&Status::Live)) {
                streams.tell(*room, Happening::Started);
            }
        }
        for room in before
            .iter()
            .flat_map(HashMap::keys)
            .filter(|room| !now.contains_key(room))
        {
            streams.tell(*room, Happening::Ended);
            self.awaiting_replay.insert(*room, Instant::now());
        }
        streams.inner().channels.retain(|room, channel| {
            if !now.contains_key(room) {
                channel.end();
            }
            channel.over_for().is_none_or(|over| over < AFTERGLOW)
        });
    }

    /// Gives every recorded file its row, with the moment of its first picture as soon as that is known.
    async fn note_recordings(&mut self, streams: &Streams, on_air: &[OnAir]) -> Result<()> {
        let files = recording::files_in(&streams.inner().folders.recordings)?;
        let tokens: HashSet<&str> = on_air
            .iter()
            .flat_map(|known| &known.session)
            .map(|s| s.token.as_str())
            .collect();
        let new: Vec<recording::RecordedFile> = files
            .into_iter()
            .filter(|file| tokens.contains(file.token()) && !self.recorded.contains(file.name()))
            .collect();
        let mut beginnings: Vec<(String, u64)> = Vec::new();
        for channel in &streams.inner().channels {
            let moments = std::mem::take(&mut *channel.beginnings.lock());
            beginnings.extend(moments.into_iter().map(|at| (channel.token.clone(), at)));
        }
        if new.is_empty() && beginnings.is_empty() {
            return Ok(());
        }
        self.recorded
            .extend(new.iter().map(|file| file.name().to_owned()));
        let note = move |conn: &mut _| {
            for file in &new {
                recording::open_part(conn, file)?;
            }
            for (token, at) in &beginnings {
                recording::date_part(conn, token, *at)?;
            }
            Ok(())
        };
        streams.inner().db.run(note).await
    }

    async fn await_replays(&mut self, streams: &Streams) -> Result<()> {
        const GIVEN_UP: Duration = Duration::from_secs(6 * 3600);
        self.awaiting_replay
            .retain(|_, since| since.elapsed() < GIVEN_UP);
        if self.awaiting_replay.is_empty() {
            return Ok(());
        }
        let rooms: Vec<RoomId> = self.awaiting_replay.keys().copied().collect();
        let ready = streams
            .inner()
            .db
            .run(move |conn| recording::ready_of(conn, &rooms))
            .await?;
        for room in ready {
            self.awaiting_replay.remove(&room);
            streams.tell(room, Happening::ReplayReady);
        }
        Ok(())
    }
}

fn channel_of(streams: &Streams, room: RoomId, session: &Session) -> Arc<Channel> {
    let folder = streams.inner().folders.hls.join(&session.token);
    streams
        .inner()
        .channels
        .entry(room)
        .or_insert_with(|| Arc::new(Channel::new(session, streams.feed(folder))))
        .clone()
}

/// Whether the connection has come or gone a moment ago.
fn is_young(session: &Session, known: &OnAir) -> bool {
    let changed = session.disconnected_at.max(session.connected_at);
    changed.is_some_and(|at| (known.read_at - at).to_std().unwrap_or_default() < SETTLING)
}
