//! Who broadcasts out of a browser on this node, and with which ticket their encoder knocks at the door.
//!
//! A ticket is a stream name that opens one room once, to a program on this machine: it stands among the arguments of a
//! program, where every user of the machine can read it, and is worth nothing by the time somebody has. A person has one
//! broadcast in a room; their newest takes the place of the one before. Nobody takes the place of somebody else.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use parking_lot::Mutex;
use subtle::ConstantTimeEq;
use tokio_util::sync::CancellationToken;

use crate::live::RoomId;
use crate::live::ingest::Refusal;
use crate::web::UserId;

/// Encoders take the most of the machine: more than these are sent away.
const MOST: usize = 16;

/// By this, names of tickets and stream keys are told apart: a key begins with a number.
const MARK: &str = "browser-";

/// The right of one broadcast to publish in a room.
pub struct Ticket {
    pub room: RoomId,
    person: UserId,
    name: String,
    /// The connection that has used it, as the RTMP server counts it.
    used_by: OnceLock<String>,
    refused: OnceLock<Refusal>,
    replaced: CancellationToken,
}

/// Why somebody can't broadcast now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Full {
    /// Somebody else does, in this room.
    Occupied,
    /// Too many do, in all rooms.
    TooMany,
}

/// The broadcasts of this node.
#[derive(Clone, Default)]
pub struct Broadcasts(Arc<Mutex<Book>>);

#[derive(Default)]
struct Book {
    open: HashMap<RoomId, Arc<Ticket>>,
    /// The last connection of each room that came with a ticket; it may be there still when its broadcast has ended.
    connections: HashMap<RoomId, String>,
}

impl Broadcasts {
    /// Opens a broadcast; it is open as long as what this returns is held.
    pub(super) fn open(&self, room: RoomId, person: UserId) -> Result<Opened, Full> {
        let mut book = self.0.lock();
        match book.open.get(&room) {
            Some(present) if present.person != person => return Err(Full::Occupied),
            Some(present) => present.replaced.cancel(),
            None if book.open.len() >= MOST => return Err(Full::TooMany),
            None => {}
        }
        let ticket = Arc::new(Ticket::new(room, person));
        book.open.insert(room, ticket.clone());
        Ok(Opened {
            broadcasts: self.clone(),
            ticket,
        })
    }

    /// The ticket with this name that nobody has used yet.
    pub fn find(&self, name: &str) -> Option<Arc<Ticket>> {
        let book = self.0.lock();
        let mut unused = book.open.values().filter(|ticket| ticket.is_unused());
        unused.find(|ticket| ticket.is_called(name)).cloned()
    }

    /// Uses the ticket up. `false` if somebody has been faster.
    pub fn admit(&self, ticket: &Ticket, client_id: &str) -> bool {
        let is_first = ticket.used_by.set(client_id.to_owned()).is_ok();
        if is_first {
            let mut book = self.0.lock();
            book.connections.insert(ticket.room, client_id.to_owned());
        }
        is_first
    }

    /// Whether this connection of the room came with a ticket.
    pub fn is_theirs(&self, room: RoomId, client_id: &str) -> bool {
        self.0.lock().connections.get(&room).map(String::as_str) == Some(client_id)
    }

    /// Whether the broadcast that this connection of the room belonged to goes on.
    pub fn goes_on(&self, room: RoomId, client_id: &str) -> bool {
        let book = self.0.lock();
        let open = book.open.get(&room);
        open.is_some_and(|ticket| ticket.used_by.get().map(String::as_str) == Some(client_id))
    }

    /// The rooms whose last connection with a ticket was this one.
    pub fn rooms_of(&self, client_id: &str) -> Vec<RoomId> {
        let book = self.0.lock();
        let theirs = book
            .connections
            .iter()
            .filter(|(_, last)| *last == client_id);
        theirs.map(|(room, _)| *room).collect()
    }
}

/// Whether a name is none that anybody but a ticket has.
pub fn is_ticket(name: &str) -> bool {
    name.starts_with(MARK)
}

impl Ticket {
    fn new(room: RoomId, person: UserId) -> Ticket {
        let secret: [u8; 20] = rand::random();
        let secret: String = secret.iter().map(|byte| format!("{byte:02x}")).collect();
        Ticket {
            room,
            person,
            name: format!("{MARK}{secret}"),
            used_by: OnceLock::new(),
            refused: OnceLock::new(),
            replaced: CancellationToken::new(),
        }
    }

    /// The stream name to publish under.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    fn is_called(&self, name: &str) -> bool {
        self.name.as_bytes().ct_eq(name.as_bytes()).into()
    }

    fn is_unused(&self) -> bool {
        self.used_by.get().is_none() && self.refused.get().is_none()
    }

    /// Notes why the door stayed closed; a refused ticket opens nothing any more.
    pub fn refuse(&self, why: Refusal) {
        // The first reason stands.
        let _ = self.refused.set(why);
    }

    pub(super) fn refusal(&self) -> Option<Refusal> {
        self.refused.get().copied()
    }

    /// Returns once the same person broadcasts from elsewhere.
    pub(super) async fn replaced(&self) {
        self.replaced.cancelled().await;
    }
}

/// An open broadcast; dropping it closes it.
pub(super) struct Opened {
    broadcasts: Broadcasts,
    pub ticket: Arc<Ticket>,
}

impl Drop for Opened {
    fn drop(&mut self) {
        let mut book = self.broadcasts.0.lock();
        let room = self.ticket.room;
        // Unless another has taken its place.
        if book
            .open
            .get(&room)
            .is_some_and(|open| Arc::ptr_eq(open, &self.ticket))
        {
            book.open.remove(&room);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(broadcasts: &Broadcasts, room: RoomId, person: UserId) -> Opened {
        broadcasts.open(room, person).expect("it opens")
    }

    #[test]
    fn a_ticket_opens_its_room_once() {
        let broadcasts = Broadcasts::default();
        let opened = open(&broadcasts, 7, 1);
        let name = opened.ticket.name().to_owned();
        assert!(broadcasts.find("browser-").is_none());
        let found = broadcasts.find(&name).expect("its ticket");
        assert_eq!(found.room, 7);
        assert!(broadcasts.admit(&found, "3"));
        assert!(!broadcasts.admit(&found, "4"), "somebody was faster");
        assert!(broadcasts.find(&name).is_none(), "it is used up");
        assert!(broadcasts.is_theirs(7, "3") && broadcasts.goes_on(7, "3"));
        drop(opened);
        assert!(broadcasts.is_theirs(7, "3") && !broadcasts.goes_on(7, "3"));
    }

    #[test]
    fn a_ticket_is_gone_with_its_broadcast_and_with_a_refusal() {
        let broadcasts = Broadcasts::default();
        let opened = open(&broadcasts, 7, 1);
        let name = opened.ticket.name().to_owned();
        drop(opened);
        assert!(broadcasts.find(&name).is_none());
        let refused = open(&broadcasts, 7, 1);
        refused.ticket.refuse(Refusal::Occupied);
        assert!(broadcasts.find(refused.ticket.name()).is_none());
    }

    #[test]
    fn the_same_person_takes_over_and_nobody_else() {
        let broadcasts = Broadcasts::default();
        let first = open(&broadcasts, 7, 1);
        assert_eq!(broadcasts.open(7, 2).err(), Some(Full::Occupied));
        let second = open(&broadcasts, 7, 1);
        assert!(first.ticket.replaced.is_cancelled());
        drop(first);
        assert!(!second.ticket.replaced.is_cancelled());
        let found = broadcasts.find(second.ticket.name());
        assert!(
            found.is_some(),
            "the end of the first is not that of the second"
        );
    }

    #[test]
    fn there_is_an_end_to_how_many_broadcast() {
        let broadcasts = Broadcasts::default();
        let rooms = 0..MOST as RoomId;
        let all: Vec<Opened> = rooms.map(|room| open(&broadcasts, room, room)).collect();
        assert_eq!(broadcasts.open(99, 1).err(), Some(Full::TooMany));
        drop(all);
        assert!(broadcasts.open(99, 1).is_ok());
    }
}
