//! The history of a room, a page at a time: what is in the table, and what lies in the archive.

use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::archive::{self, Slim};
use super::history;
use super::model::{Message, RoomId};
use crate::error::Result;
use crate::schema::messages;

/// How many messages a page of the history has.
pub(super) const PAGE: i64 = 50;

/// A stretch of a room's history, oldest first.
pub(super) struct Stretch {
    pub(super) messages: Vec<Message>,
    /// Those of it that lie in the archive and are still to be [filled in](archive::fill).
    pub(super) archived: Vec<Slim>,
    /// Whether there is something before it.
    pub(super) has_older: bool,
}

/// The newest messages before this number, or the newest of all.
pub(super) fn before(conn: &mut PgConnection, room: RoomId, seq: Option<i64>) -> Result<Stretch> {
    let query = history::of_room(room)
        .filter(messages::deleted_at.is_null())
        .filter(messages::seq.lt(seq.unwrap_or(i64::MAX)))
        .order(messages::seq.desc())
        .limit(PAGE + 1);
    let messages = history::load(conn, query)?;
    let archived = archived_among(conn, room, &messages, seq.unwrap_or(i64::MAX))?;
    Ok(Stretch::of(messages, archived))
}

/// The archived messages that may belong to a page of these, which are in the table and below this number.
fn archived_among(
    conn: &mut PgConnection,
    room: RoomId,
    newest_first: &[Message],
    below: i64,
) -> Result<Vec<Slim>> {
    let (first, last) = (newest_first.first(), newest_first.last());
    let is_full = newest_first.len() as i64 > PAGE;
    match first.zip(last) {
        // No number is missing, so nothing lies in between.
        Some((first, last)) if is_full && first.stamp.seq - last.stamp.seq == PAGE => {
            Ok(Vec::new())
        }
        Some((_, last)) if is_full => {
            archive::newest_before(conn, room, (last.stamp.seq, below), PAGE + 1)
        }
        _ => archive::newest_before(conn, room, (0, below), PAGE + 1),
    }
}

impl Stretch {
    /// The newest of both, as many as a page has.
    fn of(mut messages: Vec<Message>, mut archived: Vec<Slim>) -> Stretch {
        let own = messages.iter().map(|message| message.stamp.seq);
        let mut seqs: Vec<i64> = own.chain(archived.iter().map(|slim| slim.seq)).collect();
        seqs.sort_unstable_by(|a, b| b.cmp(a));
        let oldest = seqs.get(PAGE as usize - 1).copied().unwrap_or(0);
        messages.retain(|message| message.stamp.seq >= oldest);
        messages.reverse();
        archived.retain(|slim| slim.seq >= oldest);
        Stretch {
            messages,
            archived,
            has_older: seqs.len() as i64 > PAGE,
        }
    }
}
