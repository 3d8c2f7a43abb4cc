//! What nodes tell each other, and what a node does when it is told.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::realtime::{Crowd, Topic, delivery, watch};
use crate::state::App;
use crate::web::UserId;
use crate::web::session::SessionHash;

/// Something that has happened on a node, after its commit.
#[derive(Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "lowercase")]
pub(in crate::realtime) enum Told {
    /// The room has come to this revision.
    Changes { log: String, room: i64, to: i64 },
    /// Something outside the log, in each language.
    Event {
        log: String,
        room: i64,
        name: String,
        data: Vec<Value>,
        /// Whom it is for; everybody, where that is not said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<Vec<UserId>>,
    },
    /// This person's rights may have ended somewhere.
    Rights { user: UserId },
    /// Who is in the room on the node that tells it: these people, and so many more.
    Crowd {
        log: String,
        room: i64,
        people: Vec<UserId>,
        more: usize,
    },
    /// Everybody's rights in this room may have ended.
    Room { log: String, room: i64 },
    /// This session has ended.
    Session { hash: SessionHash },
    /// What is known of this person has changed.
    Viewer { user: UserId },
    /// The settings of the site or its announcements have changed.
    Site,
    /// The node lives, and so does what lies between.
    Beat,
}

/// What goes over the bus.
#[derive(Serialize, Deserialize)]
pub(super) struct Letter {
    /// Who tells it, so that nobody listens to oneself.
    pub(super) node: Uuid,
    #[serde(flatten)]
    pub(super) told: Told,
}

impl Told {
    pub(in crate::realtime) fn changes(topic: Topic, to: i64) -> Told {
        Told::Changes {
            log: topic.log.to_owned(),
            room: topic.room,
            to,
        }
    }

    /// Dropped first where much is waiting.
    pub(super) fn may_be_lost(&self) -> bool {
        matches!(self, Told::Event { .. } | Told::Crowd { .. })
    }
}

/// Does on this node what follows from what another one tells.
pub(super) fn hear(app: &App, Letter { node, told }: Letter) {
    let topic = |log: &str, room: i64| app.hub.topic(log, room);
    match told {
        Told::Changes { log, room, to } => {
            if let Some(topic) = topic(&log, room) {
                delivery::fetch(&app.hub, &app.db, topic, to);
            }
        }
        Told::Event {
            log,
            room,
            name,
            data,
            to,
        } => {
            if let Some(topic) = topic(&log, room) {
                app.hub.announce_values(topic, &name, &data, to.as_deref());
            }
        }
        Told::Crowd {
            log,
            room,
            people,
            more,
        } => {
            if let Some(topic) = topic(&log, room) {
                let people = people.into_iter().collect();
                app.hub.heard_crowd(node, topic, Crowd { people, more });
            }
        }
        Told::Rights { user } => {
            let app = app.clone();
            tokio::spawn(async move { watch::recheck_here(&app, user).await });
        }
        Told::Room { log, room } => {
            if let Some(topic) = topic(&log, room) {
                let app = app.clone();
                tokio::spawn(async move { watch::recheck_room(&app, topic).await });
            }
        }
        Told::Session { hash } => {
            app.sessions.end_as_told(hash);
            app.hub.end_session(&hash);
        }
        Told::Viewer { user } => app.sessions.forget_as_told(user),
        Told::Site => {
            let app = app.clone();
            tokio::spawn(async move { app.site.refresh(&app.db).await });
        }
        Told::Beat => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_is_read_as_it_was_written_and_nonsense_is_not() {
        let letter = Letter {
            node: Uuid::nil(),
            told: Told::Session { hash: [7; 32] },
        };
        let text = serde_json::to_string(&letter).unwrap();
        let read: Letter = serde_json::from_str(&text).unwrap();
        assert!(matches!(read.told, Told::Session { hash } if hash == [7; 32]));
        for nonsense in [
            "",
            "{}",
            r#"{"node":"x","what":"beat"}"#,
            r#"{"what":"beat"}"#,
        ] {
            assert!(
                serde_json::from_str::<Letter>(nonsense).is_err(),
                "{nonsense}"
            );
        }
    }
}
