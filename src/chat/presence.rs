//! Who is in a room at this moment, and who is writing there. Told once over the sockets of the room and the bus between the
//! nodes, dropped first where a queue is crowded, stored nowhere. A node that can't hear the others shows what its own
//! sockets show.
//!
//! That somebody writes comes by a small POST rather than over the socket: so it passes the same door as every other
//! thing a page wants (origin, session, membership, limits), and sockets go on having one thing to say.

use std::collections::{HashMap, HashSet};
use std::time::{Duration, Instant};

use diesel::dsl::sql;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use serde_json::{Value, json};

use super::log::ChatLog;
use super::model::RoomId;
use super::rooms;
use crate::error::Result;
use crate::realtime::{Crowd, Log, Topic};
use crate::schema::{chat_room_members, chat_rooms};
use crate::state::App;
use crate::web::{UserId, Viewer};

/// With more people there, only their number is told.
pub(super) const MOST_NAMED: usize = 50;

const LOOK_EVERY: Duration = Duration::from_secs(3);

/// So often the other nodes are told who is here, if it has not changed: what they were told holds for half a minute.
const TELL_AGAIN: Duration = Duration::from_secs(10);

/// Whoever has the room open, on all nodes.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Online(Crowd);

impl Online {
    pub(super) fn of(app: &App, room: RoomId) -> Online {
        Online(app.hub.crowd(Topic::of::<ChatLog>(room)))
    }

    pub(super) fn count(&self) -> usize {
        self.0.count()
    }

    /// Whether it is shown who they are, and not only how many.
    pub(super) fn is_named(&self) -> bool {
        self.count() <= MOST_NAMED
    }

    pub(super) fn has(&self, user: UserId) -> bool {
        self.is_named() && self.0.people.contains(&user)
    }

    /// What pages are told.
    fn told(&self) -> Value {
        let mut people: Vec<UserId> = self.0.people.iter().copied().collect();
        people.sort_unstable();
        json!({ "count": self.count(), "people": self.is_named().then_some(people) })
    }
}

/// What has last been told of a room.
#[derive(Default)]
struct Told {
    to_pages: Value,
    to_nodes: Option<(Crowd, Instant)>,
}

impl Told {
    /// Tells the other nodes who is in the room on this one, and its pages who is there at all, if that has changed.
    fn keep_up(&mut self, app: &App, room: RoomId) {
        let topic = Topic::of::<ChatLog>(room);
        let here = app.hub.crowd_here(topic);
        let is_news = |(told, at): &(Crowd, Instant)| *told != here || at.elapsed() >= TELL_AGAIN;
        if self.to_nodes.as_ref().is_none_or(is_news) {
            app.hub.tell_crowd(topic, &here);
            self.to_nodes = Some((here, Instant::now()));
        }
        let now = Online::of(app, room).told();
        if self.to_pages != now {
            app.hub.announce_here(topic, "presence", &now);
            self.to_pages = now;
        }
    }
}

/// Tells each room who is there, whenever that has changed, until the program stops.
pub async fn tell_presence(app: App) {
    let mut look = tokio::time::interval(LOOK_EVERY);
    let mut told: HashMap<RoomId, Told> = HashMap::new();
    while app.stop.run_until_cancelled(look.tick()).await.is_some() {
        let open: HashSet<RoomId> = app.hub.rooms_of(ChatLog::NAME).into_iter().collect();
        told.retain(|room, _| {
            let is_open = open.contains(room);
            if !is_open {
                let topic = Topic::of::<ChatLog>(*room);
                app.hub.tell_crowd(topic, &Crowd::default());
            }
            is_open
        });
        for room in open {
            told.entry(room).or_default().keep_up(&app, room);
        }
        app.hub.forget_silent_nodes();
    }
}

/// Whether the viewer may write in the room now; a mute and a closed room keep them from it.
///
/// # Errors
/// `NotFound` for somebody who is not in it.
pub(super) fn may_write(conn: &mut PgConnection, viewer: &Viewer, room: RoomId) -> Result<bool> {
    const MAY: &str = "(chat_rooms.closed_at IS NULL
        AND coalesce(chat_room_members.muted_until < now(), true))";
    Ok(rooms::memberships()
        .filter(chat_rooms::id.eq(room))
        .filter(chat_room_members::user_id.eq(viewer.id))
        .select(sql::<Bool>(MAY))
        .first(conn)?)
}

/// Tells the room that the viewer is writing. In a crowd it says less, and not every time.
pub(super) fn tell_typing(app: &App, viewer: &Viewer, room: RoomId) {
    const CROWD: UserId = 0;
    let is_named = Online::of(app, room).is_named();
    if !is_named && app.limits.messages.take(("crowd", room, CROWD)).is_err() {
        return;
    }
    let name = is_named.then_some(&viewer.display_name);
    let data = json!({ "user": viewer.id, "name": name });
    let topic = Topic::of::<ChatLog>(room);
    app.hub.announce(topic, "typing", |_| data.clone());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crowd_is_counted_and_not_named() {
        let online = |people: std::ops::RangeInclusive<UserId>, more| {
            let people = people.collect();
            Online(Crowd { people, more })
        };
        let few = online(1..=50, 0);
        assert!(few.has(7) && !few.has(51));
        assert_eq!(few.told()["people"].as_array().map(Vec::len), Some(50));
        for many in [online(1..=51, 0), online(1..=50, 1)] {
            assert!(!many.has(7));
            assert_eq!(many.told(), json!({ "count": 51, "people": null }));
        }
    }
}
