//! What has changed since a cursor: the same answer on the socket and over HTTP.

use diesel::pg::PgConnection;

use super::log::Log;
use super::{Person, pace, protocol};
use crate::error::{AppError, Result};
use crate::i18n::Locale;
use crate::state::App;

/// Whoever has missed more than this starts over with the newest messages.
pub(super) const MOST_CHANGES: i64 = 500;

/// Every change of the room after the cursor, as the JSON of a `changes` or `reset` frame.
///
/// # Errors
/// `NotFound` for somebody who is not in the room.
pub async fn changes_after<L: Log>(
    app: &App,
    room: i64,
    person: Person,
    locale: Locale,
    after: i64,
) -> Result<String> {
    app.db
        .run(move |conn| {
            if L::allowed(conn, &[(room, person)])?.is_empty() {
                return Err(AppError::NotFound);
            }
            Ok(changes::<L>(conn, room, locale, after)?.json)
        })
        .await
}

pub(super) struct Changes {
    /// The page is up to date to this revision once it has read the answer.
    pub(super) upto: i64,
    pub(super) json: String,
}

/// Changes that commit meanwhile may overtake what is read here, never the other way round: `last_rev` is read first,
/// and a message that has moved beyond it will come with a frame of its own.
pub(super) fn changes<L: Log>(
    conn: &mut PgConnection,
    room: i64,
    locale: Locale,
    after: i64,
) -> Result<Changes> {
    let upto = L::last_rev(conn, room)?;
    let reset = || Changes {
        upto,
        json: protocol::reset(room, upto),
    };
    // A cursor from before time, or of a log that was restored from an older backup.
    if after < 0 || after > upto {
        return Ok(reset());
    }
    let mut entries = Vec::new();
    if after < upto {
        if after < L::floor(conn, room)? {
            return Ok(reset());
        }
        entries = L::between(conn, room, after, upto, MOST_CHANGES + 1)?;
    }
    if entries.len() as i64 > MOST_CHANGES {
        return Ok(reset());
    }
    let items = pace::render::<L>(locale, &entries);
    let json = protocol::changes(room, after + 1, upto, &items);
    Ok(Changes { upto, json })
}
