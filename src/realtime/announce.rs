//! What is told to a room once and is no part of its log.

use serde_json::Value;

use super::bus::Told;
use super::hub::Hub;
use super::protocol;
use super::{Person, Topic};
use crate::i18n::Locale;
use crate::state::App;
use crate::web::UserId;

impl Hub {
    /// Tells everybody there, on all nodes, something outside the log, in their language: "the class begins". Not
    /// stored, not repeated, dropped first where a queue is crowded.
    pub fn announce(&self, topic: Topic, name: &str, data: impl Fn(Locale) -> Value) {
        self.tell_event(topic, name, Locale::ALL.map(data).into(), None);
    }

    /// The same for those of these people who are there, and nobody else (security row W5).
    pub fn announce_to(&self, topic: Topic, people: Vec<UserId>, name: &str, data: &Value) {
        let data = Locale::ALL.map(|_| data.clone());
        self.tell_event(topic, name, data.into(), Some(people));
    }

    fn tell_event(&self, topic: Topic, name: &str, data: Vec<Value>, to: Option<Vec<UserId>>) {
        self.announce_values(topic, name, &data, to.as_deref());
        self.bus().tell(Told::Event {
            log: topic.log.to_owned(),
            room: topic.room,
            name: name.to_owned(),
            data,
            to,
        });
    }

    /// The same on this node alone, for what every node finds out by itself.
    pub fn announce_here(&self, topic: Topic, name: &str, data: &Value) {
        self.announce_values(topic, name, &Locale::ALL.map(|_| data.clone()), None);
    }

    /// One value per language, in the order of [`Locale::ALL`], for everybody or for these people alone.
    pub(super) fn announce_values(
        &self,
        topic: Topic,
        name: &str,
        data: &[Value],
        to: Option<&[UserId]>,
    ) {
        let Some(room) = self.room(topic) else { return };
        let frames = data
            .iter()
            .map(|data| protocol::event(topic.room, name, data));
        let frames: Vec<_> = frames.collect();
        let is_meant = |person: Person| match (to, person) {
            (None, _) => true,
            (Some(people), Person::User(user)) => people.contains(&user),
            (Some(_), Person::Guest(_)) => false,
        };
        for connection in room.listeners.read().values() {
            if !is_meant(connection.seat.person) {
                continue;
            }
            if let Some(frame) = frames.get(connection.seat.locale as usize) {
                connection.outbox.push_event(frame);
            }
        }
    }
}

/// Has every node read the settings of the site and its announcements anew. To be called after the commit that changed them.
pub async fn tell_site_changed(app: &App) {
    app.site.refresh(&app.db).await;
    app.hub.bus().tell(Told::Site);
}
