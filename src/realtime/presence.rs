//! Who is in a room, on all nodes: each tells the others who has it open there. Kept in memory for a while, and lost without
//! harm: a node that can't hear the others shows its own.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use dashmap::DashMap;
use tokio::time::Instant;
use uuid::Uuid;

use super::Topic;
use super::bus::Told;
use super::hub::Hub;
use crate::web::UserId;

/// The most people that a node tells by name; of more, it tells how many.
const MOST_TOLD: usize = 500;

/// What a node has told holds for so long, unless it tells it again: it may be gone without a word.
const HOLDS_FOR: Duration = Duration::from_secs(30);

/// Who is in a room.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Crowd {
    /// Each once, however many tabs they have open, on whichever node.
    pub people: HashSet<UserId>,
    /// How many there are besides: guests, and those whom a crowded node does not name.
    pub more: usize,
}

impl Crowd {
    pub fn count(&self) -> usize {
        self.people.len() + self.more
    }

    fn is_empty(&self) -> bool {
        self.count() == 0
    }
}

/// What the other nodes have told, room by room and node by node, and until when it holds.
#[derive(Default)]
pub(super) struct Elsewhere(DashMap<Topic, HashMap<Uuid, (Crowd, Instant)>>);

impl Hub {
    /// Who is in the room on this node.
    pub fn crowd_here(&self, topic: Topic) -> Crowd {
        let present = self.present(topic);
        let people: HashSet<UserId> = present.iter().filter_map(|person| person.user()).collect();
        Crowd {
            more: present.len() - people.len(),
            people,
        }
    }

    /// Who is in the room, on all nodes as far as they can be heard.
    pub fn crowd(&self, topic: Topic) -> Crowd {
        let mut crowd = self.crowd_here(topic);
        if let Some(nodes) = self.elsewhere().0.get(&topic) {
            for (there, until) in nodes.values() {
                if *until > Instant::now() {
                    crowd.people.extend(&there.people);
                    crowd.more += there.more;
                }
            }
        }
        crowd
    }

    /// Tells the other nodes who is in the room on this one; to be said again well before it [no longer
    /// holds](HOLDS_FOR).
    pub fn tell_crowd(&self, topic: Topic, here: &Crowd) {
        let people: Vec<UserId> = here.people.iter().copied().take(MOST_TOLD).collect();
        self.bus().tell(Told::Crowd {
            log: topic.log.to_owned(),
            room: topic.room,
            more: here.count() - people.len(),
            people,
        });
    }

    /// Notes what this node has told.
    pub(super) fn heard_crowd(&self, node: Uuid, topic: Topic, there: Crowd) {
        let mut nodes = self.elsewhere().0.entry(topic).or_default();
        match there.is_empty() {
            true => nodes.remove(&node),
            false => nodes.insert(node, (there, Instant::now() + HOLDS_FOR)),
        };
    }

    /// Forgets what no longer holds.
    pub fn forget_silent_nodes(&self) {
        let now = Instant::now();
        self.elsewhere().0.retain(|_, nodes| {
            nodes.retain(|_, (_, until)| *until > now);
            !nodes.is_empty()
        });
    }

    /// Forgets what all other nodes have told: they can't be heard any more.
    pub(super) fn forget_other_nodes(&self) {
        self.elsewhere().0.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOPIC: Topic = Topic {
        log: "chat",
        room: 7,
    };

    fn crowd(people: &[UserId], more: usize) -> Crowd {
        Crowd {
            people: people.iter().copied().collect(),
            more,
        }
    }

    #[test]
    fn each_person_counts_once_on_however_many_nodes() {
        let hub = Hub::default();
        let (one, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        hub.heard_crowd(one, TOPIC, crowd(&[1, 2], 0));
        hub.heard_crowd(other, TOPIC, crowd(&[2, 3], 4));
        assert_eq!(hub.crowd(TOPIC), crowd(&[1, 2, 3], 4));
        hub.heard_crowd(other, TOPIC, crowd(&[], 0));
        assert_eq!(hub.crowd(TOPIC), crowd(&[1, 2], 0));
        hub.forget_silent_nodes();
        assert_eq!(hub.crowd(TOPIC).count(), 2, "it holds for a while");
        hub.forget_other_nodes();
        assert!(hub.crowd(TOPIC).is_empty());
    }
}
