//! Turns open sockets into stays: looks every few seconds who is there, and tells every page how many watch.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use diesel::pg::PgConnection;
use diesel::prelude::*;
use serde_json::json;

use super::stays;
use crate::error::Result;
use crate::live::messages::LiveLog;
use crate::live::{RoomId, Status, statistics};
use crate::realtime::{Person, Topic};
use crate::schema::live_rooms;
use crate::state::App;

const LOOK_EVERY: Duration = Duration::from_secs(3);

/// Whoever is missing at this many looks in a row has left. One look may fall between the two sockets of a page that
/// is being reloaded.
const MISSES: u8 = 2;

/// Keeps the stays and the samples of all live classes until the program stops.
pub async fn count_viewers(app: App) {
    let mut look = tokio::time::interval(LOOK_EVERY);
    look.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut node = Node::default();
    loop {
        tokio::select! {
            () = app.stop.cancelled() => return,
            _ = look.tick() => {
                // The next look makes up for it: stays that are not kept fresh for a minute are all that is lost.
                if let Err(error) = node.look(&app).await {
                    tracing::warn!(%error, "viewers could not be counted");
                }
            }
        }
    }
}

/// What this node remembers from look to look.
#[derive(Default)]
struct Node {
    rooms: HashMap<RoomId, Known>,
}

#[derive(Default)]
struct Known {
    /// Everybody with an open stay from this node, and at how many looks they have been missing.
    people: HashMap<Person, u8>,
    /// The number that pages have been told.
    told: Option<i64>,
}

/// Who came, stayed and left in one room.
struct Seen {
    room: RoomId,
    here: Vec<Person>,
    gone: Vec<Person>,
}

impl Node {
    async fn look(&mut self, app: &App) -> Result<()> {
        let live = app.db.run(live_now).await?;
        self.rooms.retain(|room, _| live.contains(room));
        let seen: Vec<Seen> = live
            .iter()
            .map(|room| {
                let here = app.hub.present(Topic::of::<LiveLog>(*room));
                self.rooms.entry(*room).or_default().compare(*room, here)
            })
            .collect();
        let counts = app.db.run(move |conn| record(conn, &seen, &live)).await?;
        for (room, known) in &mut self.rooms {
            let count = counts.get(room).copied().unwrap_or(0);
            if known.told.replace(count) != Some(count) {
                let topic = Topic::of::<LiveLog>(*room);
                // Every node reads the same number from the database.
                app.hub.announce_here(topic, "viewers", &json!(count));
            }
        }
        Ok(())
    }
}

impl Known {
    fn compare(&mut self, room: RoomId, here: HashSet<Person>) -> Seen {
        for (person, misses) in &mut self.people {
            *misses = if here.contains(person) {
                0
            } else {
                *misses + 1
            };
        }
        for person in &here {
            self.people.entry(*person).or_insert(0);
        }
        let is_gone = |misses: &u8| *misses >= MISSES;
        let gone = self.people.iter().filter(|(_, misses)| is_gone(misses));
        let gone = gone.map(|(person, _)| *person).collect();
        self.people.retain(|_, misses| !is_gone(misses));
        Seen {
            room,
            here: here.into_iter().collect(),
            gone,
        }
    }
}

fn live_now(conn: &mut PgConnection) -> Result<Vec<RoomId>> {
    let rooms = live_rooms::table
        .filter(live_rooms::status.eq(Status::Live))
        .select(live_rooms::id)
        .load(conn)?;
    Ok(rooms)
}

fn record(conn: &mut PgConnection, seen: &[Seen], live: &[RoomId]) -> Result<HashMap<RoomId, i64>> {
    for Seen { room, here, gone } in seen {
        stays::enter(conn, *room, here)?;
        if !gone.is_empty() {
            stays::leave(conn, *room, gone)?;
        }
    }
    stays::close_stale(conn)?;
    statistics::sample(conn)?;
    stays::count(conn, live)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn here(users: &[i64]) -> HashSet<Person> {
        users.iter().copied().map(Person::User).collect()
    }

    #[test]
    fn a_reloaded_page_is_no_departure() {
        let mut room = Known::default();
        room.compare(1, here(&[1, 2]));
        assert!(room.compare(1, here(&[1])).gone.is_empty());
        assert!(room.compare(1, here(&[1, 2])).gone.is_empty());
        assert!(room.compare(1, here(&[2])).gone.is_empty());
    }

    #[test]
    fn whoever_stays_away_has_left_once() {
        let mut room = Known::default();
        room.compare(1, here(&[1, 2]));
        room.compare(1, here(&[1]));
        assert_eq!(room.compare(1, here(&[1])).gone, [Person::User(2)]);
        assert!(room.compare(1, here(&[1])).gone.is_empty());
    }
}
