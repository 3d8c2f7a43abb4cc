//! One topic with those who listen to it.

use std::collections::HashMap;
use std::sync::Arc;

use parking_lot::{Mutex, RwLock};
use tokio::sync::Notify;

use super::delivery::Cursor;
use super::outbox::Outbox;
use super::pace::{Batch, Held};
use super::protocol::Close;
use super::{Person, Topic};
use crate::i18n::Locale;
use crate::web::session::SessionHash;

/// One topic with its listeners.
#[derive(Default)]
pub(super) struct Room {
    pub(super) listeners: RwLock<HashMap<u64, Arc<Connection>>>,
    /// What a paced log has gathered since its last frame.
    pub(super) held: Mutex<Held>,
    /// How far the listeners have been told.
    pub(super) cursor: Mutex<Cursor>,
}

impl Room {
    pub(super) fn connections(&self) -> Vec<Arc<Connection>> {
        self.listeners.read().values().cloned().collect()
    }

    /// The languages that somebody listens in.
    pub(super) fn locales(&self) -> Vec<Locale> {
        let listeners = self.listeners.read();
        Locale::ALL
            .into_iter()
            .filter(|locale| listeners.values().any(|one| one.seat.locale == *locale))
            .collect()
    }

    /// Has every listener ask anew: too much has been missed to be told.
    pub(super) fn start_over(&self, room: i64) {
        for connection in self.listeners.read().values() {
            connection.outbox.start_over(room);
        }
    }

    /// Hands the batch to every listener, encoded once per language.
    ///
    /// A language without items had no listener after the commit; whoever listens in it now has caught up past the
    /// batch since.
    pub(super) fn send(&self, room: i64, batch: &Batch) {
        let frames = batch.frames(room);
        for connection in self.listeners.read().values() {
            let Some(frame) = &frames[connection.seat.locale as usize] else {
                continue;
            };
            if connection.outbox.push(room, batch.to, frame) {
                connection.close(Close::TryLater);
            }
        }
    }
}

/// Who listens to what, as the socket's handler has established it.
#[derive(Clone, Debug)]
pub struct Seat {
    pub topic: Topic,
    pub person: Person,
    pub locale: Locale,
    /// The session that opened the socket; the socket ends with it.
    pub session: Option<SessionHash>,
}

/// One open socket.
pub(super) struct Connection {
    pub(super) id: u64,
    pub(super) seat: Seat,
    pub(super) outbox: Outbox,
    closed: Notify,
}

impl Connection {
    pub(super) fn new(id: u64, seat: Seat) -> Connection {
        Connection {
            id,
            seat,
            outbox: Outbox::default(),
            closed: Notify::new(),
        }
    }

    pub(super) fn close(&self, why: Close) {
        if self.outbox.close(why) {
            self.closed.notify_one();
        }
    }

    /// Returns once somebody has closed the connection from this side.
    pub(super) async fn closed(&self) {
        self.closed.notified().await;
    }
}
