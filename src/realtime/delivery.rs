//! What the listeners of a room have been told, so that what another node has written is read from the log and told in
//! its turn.
//!
//! Each room with listeners has a [`Cursor`]: up to there every listener on this node has everything, or has it in its
//! outbox. What this node commits next to it is told straight from the commit. Anything beyond it (a letter of another
//! node, a look at the log) is read from the log, by one task per room, and told in order. Whoever resumes reads the log
//! itself, after the cursor was set, so it knows more than the cursor or the same.

use std::collections::HashMap;
use std::sync::Arc;

use diesel::pg::PgConnection;

use super::Topic;
use super::hub::Hub;
use super::kind::Kind;
use super::log::Log;
use super::pace::{self, Batch};
use super::resume::MOST_CHANGES;
use super::room::Room;
use crate::db::Db;
use crate::error::Result;
use crate::state::App;

/// How far a node has told a room.
#[derive(Default)]
pub(super) struct Cursor {
    /// Nothing until the first listener has caught up.
    told: Option<i64>,
    /// What the task that reads the log is to come to.
    wanted: i64,
    is_reading: bool,
}

/// What was found in the log.
pub(super) enum Found {
    Nothing,
    Batch(Batch),
    /// More than anybody is told one by one, up to this revision.
    TooMuch(i64),
}

impl Room {
    pub(super) fn has_begun(&self) -> bool {
        self.cursor.lock().told.is_some()
    }

    /// To be called with a revision that was read before the listener who begins reads its own.
    pub(super) fn begin(&self, rev: i64) {
        self.cursor.lock().told.get_or_insert(rev);
    }
}

/// Tells the room what this node has just committed.
pub(super) fn deliver(hub: &Hub, db: &Db, topic: Topic, room: &Arc<Room>, batch: Batch) {
    let Some(kind) = hub.kind(topic.log) else {
        return;
    };
    let to = batch.to;
    {
        // Told under the lock, so that nothing overtakes it.
        let mut cursor = room.cursor.lock();
        match cursor.told {
            Some(told) if to <= told => return,
            Some(told) if batch.from <= told + 1 => {
                pace::publish(room, topic.room, batch, kind.pace);
                cursor.told = Some(to);
                return;
            }
            // Another node has written in between; its part is read first.
            Some(_) => {}
            None => return pace::publish(room, topic.room, batch, kind.pace),
        }
    }
    fetch(hub, db, topic, to);
}

/// Sees to it that the listeners on this node come to this revision.
pub(super) fn fetch(hub: &Hub, db: &Db, topic: Topic, to: i64) {
    let (Some(room), Some(kind)) = (hub.room(topic), hub.kind(topic.log)) else {
        return;
    };
    {
        let mut cursor = room.cursor.lock();
        // Nobody has caught up yet: whoever does, reads it from the log.
        let Some(told) = cursor.told else { return };
        if to <= told {
            return;
        }
        cursor.wanted = cursor.wanted.max(to);
        if std::mem::replace(&mut cursor.is_reading, true) {
            return;
        }
    }
    tokio::spawn(read_on(db.clone(), topic.room, room, kind));
}

async fn read_on(db: Db, id: i64, room: Arc<Room>, kind: Kind) {
    loop {
        let after = room.cursor.lock().told.unwrap_or_default();
        let listeners = room.clone();
        let found = db
            .run(move |conn| (kind.read)(conn, &listeners, id, after))
            .await;
        let mut cursor = room.cursor.lock();
        match found {
            Ok(Found::Batch(batch)) => {
                cursor.told = cursor.told.max(Some(batch.to));
                pace::publish(&room, id, batch, kind.pace);
            }
            Ok(Found::TooMuch(to)) => {
                cursor.told = cursor.told.max(Some(to));
                room.start_over(id);
            }
            Ok(Found::Nothing) => cursor.wanted = 0,
            // The next look tries again.
            Err(error) => {
                tracing::warn!(%error, id, "what another node has written could not be read");
                cursor.wanted = 0;
            }
        }
        if cursor.told >= Some(cursor.wanted) {
            cursor.is_reading = false;
            return;
        }
    }
}

/// What has changed in the room since this revision, rendered for those who listen.
pub(super) fn read<L: Log>(
    conn: &mut PgConnection,
    room: &Room,
    id: i64,
    after: i64,
) -> Result<Found> {
    let upto = L::last_rev(conn, id)?;
    if upto <= after {
        return Ok(Found::Nothing);
    }
    let entries = L::between(conn, id, after, upto, MOST_CHANGES + 1)?;
    if entries.len() as i64 > MOST_CHANGES {
        return Ok(Found::TooMuch(upto));
    }
    // The languages are looked up after the revision: whoever sits down later reads at least as far.
    let batch = Batch::render::<L>(after + 1, upto, &entries, &room.locales());
    Ok(Found::Batch(batch))
}

/// Looks in the log for what nobody has told this node.
pub(super) async fn look_for_more(app: &App) -> Result<()> {
    let mut rooms: HashMap<&'static str, Vec<i64>> = HashMap::new();
    for topic in app.hub.begun() {
        rooms.entry(topic.log).or_default().push(topic.room);
    }
    for (log, rooms) in rooms {
        let Some(kind) = app.hub.kind(log) else {
            continue;
        };
        let revs = app
            .db
            .run(move |conn| (kind.last_revs)(conn, &rooms))
            .await?;
        for (room, rev) in revs {
            fetch(&app.hub, &app.db, Topic { log, room }, rev);
        }
    }
    Ok(())
}
