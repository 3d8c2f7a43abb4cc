//! Who is in a room at this moment, and who is writing there. Told once over the sockets of the room, dropped first where
//! a queue is crowded, stored nowhere. What a node tells is what its own sockets show.
//!
//! That somebody writes comes by a small POST rather than over the socket: so it passes the same door as every other
//! thing a page wants (origin, session, membership, limits), and sockets go on having one thing to say.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use diesel::dsl::sql;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use serde_json::json;

use super::log::ChatLog;
use super::model::RoomId;
use super::rooms;
use crate::error::Result;
use crate::realtime::{Log, Topic};
use crate::schema::{chat_room_members, chat_rooms};
use crate::state::App;
use crate::web::{UserId, Viewer};

/// With more people there, only their number is told.
pub(super) const MOST_NAMED: usize = 50;

const LOOK_EVERY: Duration = Duration::from_secs(3);

/// Whoever has the room open.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Online(HashSet<UserId>);

impl Online {
    pub(super) fn of(app: &App, room: RoomId) -> Online {
        let present = app.hub.present(Topic::of::<ChatLog>(room));
        Online(
            present
                .into_iter()
                .filter_map(|person| person.user())
                .collect(),
        )
    }

    pub(super) fn count(&self) -> usize {
        self.0.len()
    }

    /// Whether it is shown who they are, and not only how many.
    pub(super) fn is_named(&self) -> bool {
        self.count() <= MOST_NAMED
    }

    pub(super) fn has(&self, user: UserId) -> bool {
        self.is_named() && self.0.contains(&user)
    }

    /// What pages are told.
    fn told(&self) -> serde_json::Value {
        let mut people: Vec<UserId> = self.0.iter().copied().collect();
        people.sort_unstable();
        json!({ "count": self.count(), "people": self.is_named().then_some(people) })
    }
}

/// Tells each room who is there, whenever that has changed, until the program stops.
pub async fn tell_presence(app: App) {
    let mut look = tokio::time::interval(LOOK_EVERY);
    let mut told: HashMap<RoomId, serde_json::Value> = HashMap::new();
    while app.stop.run_until_cancelled(look.tick()).await.is_some() {
        let rooms = app.hub.rooms_of(ChatLog::NAME);
        told.retain(|room, _| rooms.contains(room));
        for room in rooms {
            let now = Online::of(&app, room).told();
            if told.get(&room) != Some(&now) {
                let topic = Topic::of::<ChatLog>(room);
                app.hub.announce(topic, "presence", |_| now.clone());
                told.insert(room, now);
            }
        }
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
        let few = Online((1..=50).collect());
        assert!(few.has(7) && !few.has(51));
        assert_eq!(few.told()["people"].as_array().map(Vec::len), Some(50));
        let many = Online((1..=51).collect());
        assert!(!many.has(7));
        assert_eq!(many.told(), json!({ "count": 51, "people": null }));
    }
}
