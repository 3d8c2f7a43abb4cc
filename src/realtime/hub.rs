//! Who listens where. The hub never waits for a connection: it fills outboxes, which are bounded.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use dashmap::DashMap;
use parking_lot::RwLock;
use tokio::sync::Notify;

use super::bus::{Bus, Told};
use super::kind::{Guard, Kind};
use super::log::Log;
use super::presence::Elsewhere;
use super::protocol::Close;
use super::room::{Connection, Room, Seat};
use super::writer::Writers;
use super::{Person, Topic};
use crate::error::{AppError, Result};
use crate::web::session::SessionHash;
use crate::web::{UserId, metrics};

/// Open sockets of one person; more are refused. Far more than tabs, few enough that nobody alone exhausts the program.
const MOST_PER_PERSON: usize = 2_048;

/// A cheap handle on the one hub of the program.
#[derive(Clone, Default)]
pub struct Hub(Arc<Shared>);

/// What is done when a person's rights may have changed.
type Recheck = Box<dyn Fn(UserId) + Send + Sync>;

#[derive(Default)]
struct Shared {
    rooms: DashMap<Topic, Arc<Room>>,
    people: DashMap<UserId, HashMap<u64, Arc<Connection>>>,
    /// Each log that has ever had a socket on this node.
    kinds: DashMap<&'static str, Kind>,
    writers: Writers,
    bus: Bus,
    elsewhere: Elsewhere,
    /// Rung when other nodes may have told something that was not heard here.
    look: Notify,
    /// Whoever else remembers rights: see [`Hub::when_rechecked`].
    rechecked: RwLock<Vec<Recheck>>,
    last_id: AtomicU64,
}

impl Hub {
    /// A hub that is joined to those of other nodes by this bus.
    pub fn new(bus: Bus) -> Hub {
        Hub(Arc::new(Shared {
            bus,
            ..Shared::default()
        }))
    }

    /// Takes a seat until the returned guard is dropped.
    ///
    /// # Errors
    /// `TooManyRequests` when the person has too many sockets open already.
    pub(super) fn sit<L: Log>(&self, seat: Seat) -> Result<Seated> {
        let id = self.0.last_id.fetch_add(1, Ordering::Relaxed);
        let connection = Arc::new(Connection::new(id, seat));
        if let Person::User(user) = connection.seat.person {
            let mut own = self.0.people.entry(user).or_default();
            if own.len() >= MOST_PER_PERSON {
                return Err(AppError::TooManyRequests {
                    retry_after: Duration::from_secs(30),
                });
            }
            own.insert(id, connection.clone());
        }
        self.0.kinds.insert(L::NAME, Kind::of::<L>());
        self.0
            .rooms
            .entry(connection.seat.topic)
            .or_default()
            .listeners
            .write()
            .insert(id, connection.clone());
        metrics::SOCKETS.inc();
        Ok(Seated {
            hub: self.clone(),
            connection,
        })
    }

    fn leave(&self, connection: &Connection) {
        metrics::SOCKETS.dec();
        if let Person::User(user) = connection.seat.person {
            if let Some(mut own) = self.0.people.get_mut(&user) {
                own.remove(&connection.id);
            }
            self.0.people.remove_if(&user, |_, own| own.is_empty());
        }
        let topic = connection.seat.topic;
        if let Some(room) = self.0.rooms.get(&topic) {
            room.listeners.write().remove(&connection.id);
        }
        self.0
            .rooms
            .remove_if(&topic, |_, room| room.listeners.read().is_empty());
    }

    /// How many sockets are open on the topic.
    pub fn count(&self, topic: Topic) -> usize {
        self.room(topic)
            .map_or(0, |room| room.listeners.read().len())
    }

    /// The rooms of this log that somebody listens to.
    pub fn rooms_of(&self, log: &'static str) -> Vec<i64> {
        let topics = self.0.rooms.iter().map(|room| *room.key());
        let of_log = topics.filter(|topic| topic.log == log);
        of_log.map(|topic| topic.room).collect()
    }

    /// Who is there, each once however many tabs they have open.
    pub fn present(&self, topic: Topic) -> HashSet<Person> {
        self.connections(topic)
            .iter()
            .map(|connection| connection.seat.person)
            .collect()
    }

    /// Ends every socket that this session has opened on this node.
    pub(super) fn end_session(&self, session: &SessionHash) {
        for connection in self.all() {
            if connection.seat.session.as_ref() == Some(session) {
                connection.close(Close::SignedOut);
            }
        }
    }

    /// Ends every socket on the topic, on all nodes: the room is gone, and the commit that ended it done.
    pub fn end_topic(&self, topic: Topic) {
        for connection in self.connections(topic) {
            connection.close(Close::NotAllowed);
        }
        self.0.bus.tell(Told::Room {
            log: topic.log.to_owned(),
            room: topic.room,
        });
    }

    /// Closes every socket with 1012, spread over this time so that not all come back in the same moment.
    pub async fn shut_down(&self, over: Duration) {
        const STEPS: u32 = 20;
        let all = self.all();
        for part in all.chunks(all.len().div_ceil(STEPS as usize).max(1)) {
            for connection in part {
                connection.close(Close::Restart);
            }
            tokio::time::sleep(over / STEPS).await;
        }
    }

    /// Has somebody who remembers the rights of people told of each whose rights may have ended, at once.
    pub fn when_rechecked(&self, told: impl Fn(UserId) + Send + Sync + 'static) {
        self.0.rechecked.write().push(Box::new(told));
    }

    pub(super) fn tell_rechecked(&self, user: UserId) {
        self.0.rechecked.read().iter().for_each(|told| told(user));
    }

    pub(super) fn writers(&self) -> &Writers {
        &self.0.writers
    }

    pub(super) fn elsewhere(&self) -> &Elsewhere {
        &self.0.elsewhere
    }

    /// What joins this node to the others.
    pub fn bus(&self) -> &Bus {
        &self.0.bus
    }

    /// Has this node look for itself what the others have done.
    pub(super) fn look_again(&self) {
        self.0.look.notify_one();
    }

    pub(super) async fn told_to_look(&self) {
        self.0.look.notified().await;
    }

    pub(super) fn guards(&self) -> Vec<(&'static str, Guard)> {
        let kinds = self.0.kinds.iter();
        kinds.map(|entry| (*entry.key(), entry.allowed)).collect()
    }

    pub(super) fn kind(&self, log: &str) -> Option<Kind> {
        self.0.kinds.get(log).map(|kind| *kind)
    }

    /// The topic of this name, if its log has ever had a socket here.
    pub(super) fn topic(&self, log: &str, room: i64) -> Option<Topic> {
        let log = *self.0.kinds.get(log)?.key();
        Some(Topic { log, room })
    }

    /// The topics with listeners who have caught up.
    pub(super) fn begun(&self) -> Vec<Topic> {
        let rooms = self.0.rooms.iter().filter(|room| room.has_begun());
        rooms.map(|room| *room.key()).collect()
    }

    pub(super) fn all(&self) -> Vec<Arc<Connection>> {
        let rooms: Vec<Arc<Room>> = self.0.rooms.iter().map(|room| room.clone()).collect();
        rooms.iter().flat_map(|room| room.connections()).collect()
    }

    pub(super) fn sockets_of(&self, user: UserId) -> Vec<Arc<Connection>> {
        let own = self.0.people.get(&user);
        own.map_or_else(Vec::new, |own| own.values().cloned().collect())
    }

    pub(super) fn room(&self, topic: Topic) -> Option<Arc<Room>> {
        self.0.rooms.get(&topic).map(|room| room.clone())
    }

    pub(super) fn connections(&self, topic: Topic) -> Vec<Arc<Connection>> {
        self.room(topic)
            .map_or_else(Vec::new, |room| room.connections())
    }
}

/// A seat that is given up when this is dropped.
pub(super) struct Seated {
    hub: Hub,
    pub(super) connection: Arc<Connection>,
}

impl Drop for Seated {
    fn drop(&mut self) {
        self.hub.leave(&self.connection);
    }
}
