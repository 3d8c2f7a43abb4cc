//! Everything of live classes that lives in this process: the RTMP server, what is on the air, who is watching.
//!
//! The database is the truth; this is rebuilt from it and from the server's own pages at every round (see
//! [`ingest`](super::ingest)), so a restart or a lost callback costs seconds and no class.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use dashmap::DashMap;
use tokio::sync::{Notify, broadcast};
use tokio_util::sync::CancellationToken;

use super::board::Board;
use super::broadcast::Broadcasts;
use super::channel::{Channel, Picture};
use super::ingest::{self, Health};
use super::model::RoomId;
use super::playback::audience::Audience;
use super::playback::signature::Signer;
use crate::config::Rendition;
use crate::db::Db;
use crate::sidecar::{DataLock, NginxRtmp};
use crate::state::App;

/// More than anybody falls behind by; who does so all the same looks anew.
const EVENTS: usize = 1024;

/// Something that everybody in a room should know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LiveEvent {
    pub room: RoomId,
    pub what: Happening,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Happening {
    /// The teacher has opened the class.
    Started,
    /// There is a picture: for the first time, or again.
    Resumed,
    /// The picture is gone and will be back.
    Interrupted,
    /// The class is over.
    Ended,
    /// The recording can be watched.
    ReplayReady,
}

/// A cheap handle on all of it; handlers have it as `web::Data<Streams>`.
#[derive(Clone)]
pub struct Streams(Arc<Inner>);

pub(super) struct Inner {
    pub db: Db,
    /// Set once it runs; never, where live classes are turned off.
    server: OnceLock<NginxRtmp>,
    pub folders: Folders,
    pub channels: DashMap<RoomId, Arc<Channel>>,
    pub audience: Audience,
    broadcasts: Broadcasts,
    /// Where segments are fetched elsewhere.
    pub signer: Option<Signer>,
    /// The smaller pictures that are made of each stream.
    pub renditions: Arc<[Rendition]>,
    board: Board,
    events: broadcast::Sender<LiveEvent>,
    /// Asks for a round before its time.
    pub look: Notify,
    pub stop: CancellationToken,
}

/// Where the RTMP server writes.
pub(super) struct Folders {
    pub hls: PathBuf,
    pub recordings: PathBuf,
}

impl Folders {
    /// As the RTMP server has them below the data folder.
    pub fn below(data: &Path) -> Folders {
        Folders {
            hls: data.join("live/hls"),
            recordings: data.join("live/recordings"),
        }
    }
}

impl Streams {
    /// Starts the RTMP server and everything that watches it. Stops with the program.
    ///
    /// # Errors
    /// The server can't be started, in words for whoever runs the machine.
    pub async fn start(app: &App, lock: &DataLock) -> anyhow::Result<Streams> {
        let streams = Streams(Arc::new(Inner {
            db: app.db.clone(),
            server: OnceLock::new(),
            folders: Folders::below(lock.folder()),
            channels: DashMap::new(),
            audience: Audience::default(),
            broadcasts: Broadcasts::default(),
            signer: app.config.live.segments.as_ref().map(Signer::of),
            renditions: app.config.live.renditions.clone().into(),
            board: Board::default(),
            events: broadcast::channel(EVENTS).0,
            look: Notify::new(),
            stop: app.stop.clone(),
        }));
        let inner = Arc::downgrade(&streams.0);
        app.hub.when_rechecked(move |person| {
            if let Some(inner) = inner.upgrade() {
                inner.audience.forget(person);
            }
        });
        if let Some(listen) = app.config.live.rtmp_listen {
            let server = ingest::start(&streams, lock, listen).await?;
            // Only here, so it can't be set before.
            let _ = streams.0.server.set(server);
            ingest::watch(&streams);
        }
        Ok(streams)
    }

    /// Ends the RTMP server: publishers are cut off, recordings closed.
    pub async fn stop(&self) {
        self.0.stop.cancel();
        if let Some(server) = self.0.server.get() {
            server.stop().await;
        }
    }

    /// What happens in all rooms from now on.
    pub fn subscribe(&self) -> broadcast::Receiver<LiveEvent> {
        self.0.events.subscribe()
    }

    /// What players of this room show now. A room that is not on the air is waiting.
    pub fn picture(&self, room: RoomId) -> Picture {
        self.channel(room)
            .map_or(Picture::Waiting, |channel| channel.picture())
    }

    /// What arrives from the teacher's encoder; the default while nothing does.
    pub fn health(&self, room: RoomId) -> Health {
        self.channel(room)
            .map(|channel| channel.health())
            .unwrap_or_default()
    }

    /// The port that publishers connect to; none where live classes are turned off.
    pub fn rtmp_port(&self) -> Option<u16> {
        self.server().map(|server| server.rtmp_address().port())
    }

    /// Where a program on this machine publishes under this name; none where live classes are turned off.
    pub(super) fn rtmp_url(&self, name: &str) -> Option<String> {
        let mut address = self.server()?.rtmp_address();
        if address.ip().is_unspecified() {
            address.set_ip(match address.ip() {
                IpAddr::V4(_) => Ipv4Addr::LOCALHOST.into(),
                IpAddr::V6(_) => Ipv6Addr::LOCALHOST.into(),
            });
        }
        Some(format!("rtmp://{address}/live/{name}"))
    }

    /// Whether somebody who connects to the RTMP server from there is a program on this machine.
    pub(super) fn is_here(&self, address: IpAddr) -> bool {
        let listens = self.server().map(|server| server.rtmp_address().ip());
        address.is_loopback() || listens == Some(address)
    }

    /// Has this node notice at once what was just committed: a start, an end, a new key.
    pub fn look_now(&self) {
        self.0.look.notify_one();
    }

    /// Cuts off whoever publishes in this room; they may come back if their key still opens it.
    pub async fn cut_off(&self, room: RoomId) {
        if let (Some(server), Some(channel)) = (self.server(), self.channel(room))
            && let Err(error) = server.drop_publisher(&channel.token).await
        {
            tracing::warn!(room, "a publisher could not be cut off: {error:#}");
        }
        self.look_now();
    }

    pub(super) fn server(&self) -> Option<&NginxRtmp> {
        self.0.server.get()
    }

    pub(super) fn board(&self) -> &Board {
        &self.0.board
    }

    pub(super) fn broadcasts(&self) -> &Broadcasts {
        &self.0.broadcasts
    }

    pub(super) fn inner(&self) -> &Inner {
        &self.0
    }

    pub(super) fn channel(&self, room: RoomId) -> Option<Arc<Channel>> {
        self.0.channels.get(&room).map(|channel| channel.clone())
    }

    /// Tells everybody who listens.
    pub(super) fn tell(&self, room: RoomId, what: Happening) {
        // Fails if nobody listens, which is fine.
        let _ = self.0.events.send(LiveEvent { room, what });
    }
}
