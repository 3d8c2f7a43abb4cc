//! Who listens where. The hub never waits for a connection: it fills outboxes, which are bounded.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use dashmap::DashMap;
use diesel::pg::PgConnection;
use parking_lot::RwLock;
use serde_json::Value;

use super::log::Log;
use super::protocol::{self, Close};
use super::room::{Connection, Room, Seat};
use super::writer::Writers;
use super::{Person, Topic};
use crate::error::{AppError, Result};
use crate::i18n::Locale;
use crate::web::session::SessionHash;
use crate::web::{UserId, metrics};

/// Open sockets of one person; more are refused. Far more than tabs, few enough that nobody alone exhausts the program.
const MOST_PER_PERSON: usize = 2_048;

/// Which of these people may be in these rooms: [`Log::allowed`].
pub(super) type Guard = fn(&mut PgConnection, &[(i64, Person)]) -> Result<HashSet<(i64, Person)>>;

/// A cheap handle on the one hub of the program.
#[derive(Clone, Default)]
pub struct Hub(Arc<Shared>);

/// What is done when a person's rights may have changed.
type Recheck = Box<dyn Fn(UserId) + Send + Sync>;

#[derive(Default)]
struct Shared {
    rooms: DashMap<Topic, Arc<Room>>,
    people: DashMap<UserId, HashMap<u64, Arc<Connection>>>,
    /// The guard of each log that has ever had a socket.
    guards: DashMap<&'static str, Guard>,
    writers: Writers,
    /// Whoever else remembers rights: see [`Hub::when_rechecked`].
    rechecked: RwLock<Vec<Recheck>>,
    last_id: AtomicU64,
}

impl Hub {
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
        self.0.guards.insert(L::NAME, L::allowed);
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

    /// Tells everybody there something outside the log, in their language: presence, "the class begins". Not stored,
    /// not repeated, dropped first where a queue is crowded.
    pub fn announce(&self, topic: Topic, name: &str, data: impl Fn(Locale) -> Value) {
        let Some(room) = self.room(topic) else { return };
        let frames = Locale::ALL.map(|locale| protocol::event(topic.room, name, &data(locale)));
        for connection in room.listeners.read().values() {
            connection
                .outbox
                .push_event(&frames[connection.seat.locale as usize]);
        }
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

    /// Ends every socket of the person on the topic, at once.
    pub fn end_person(&self, topic: Topic, person: Person) {
        for connection in self.connections(topic) {
            if connection.seat.person == person {
                connection.close(Close::NotAllowed);
            }
        }
    }

    /// Ends every socket of the person: suspended, deleted, signed out everywhere.
    pub fn end_everywhere(&self, user: UserId) {
        for connection in self.sockets_of(user) {
            connection.close(Close::SignedOut);
        }
    }

    /// Ends every socket that this session has opened.
    pub fn end_session(&self, session: &SessionHash) {
        for connection in self.all() {
            if connection.seat.session.as_ref() == Some(session) {
                connection.close(Close::SignedOut);
            }
        }
    }

    /// Ends every socket on the topic: the room is gone.
    pub fn end_topic(&self, topic: Topic) {
        for connection in self.connections(topic) {
            connection.close(Close::NotAllowed);
        }
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

    pub(super) fn guards(&self) -> Vec<(&'static str, Guard)> {
        let guards = self.0.guards.iter();
        guards.map(|entry| (*entry.key(), *entry.value())).collect()
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

    fn connections(&self, topic: Topic) -> Vec<Arc<Connection>> {
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
