//! Whether a publisher may come in, and under which name.
//!
//! One publisher at a time: who knocks while another is connected takes its place only when that is the same teacher
//! coming back, from the same address or over a line that has gone dead; anybody else is refused.

use std::net::IpAddr;
use std::time::Duration;

use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::events::{self, Refusal};
use super::notice::Notice;
use super::sessions::{self, Newcomer};
use crate::error::Result;
use crate::live::Streams;
use crate::live::model::{RoomId, Session, Status};
use crate::live::stream_key::{StreamKey, room_meant};
use crate::schema::{live_rooms, users};

/// A publisher that sends nothing for so long has lost its line.
const DEAD: Duration = Duration::from_secs(3);

/// What the RTMP server is told.
pub(super) enum Answer {
    /// Let it in as the stream of this name.
    Enter {
        token: String,
    },
    Stay,
}

/// Decides, and writes what was decided for the teacher to see.
///
/// # Errors
/// The database is away; then nobody comes in.
pub(super) async fn knock(streams: &Streams, notice: Notice) -> Result<Answer> {
    let db = &streams.inner().db;
    let address = notice
        .address
        .map(|address| address.to_string())
        .unwrap_or_default();
    let Some(key) = StreamKey::parse(&notice.name) else {
        if let Some(room) = room_meant(&notice.name) {
            refuse(streams, room, Refusal::WrongKey, address).await?;
        }
        return Ok(Answer::Stay);
    };
    let room = key.room();
    let verdict = db.run(move |conn| examine(conn, &key)).await?;
    let way = match verdict {
        Err(why) => Err(why),
        Ok(session) => make_way(streams, session, notice.address).await,
    };
    let takes_over = match way {
        Ok(takes_over) => takes_over,
        Err(why) => {
            refuse(streams, room, why, address).await?;
            return Ok(Answer::Stay);
        }
    };
    let newcomer = Newcomer {
        client_id: notice.client_id,
        address,
        program: notice.program,
        takes_over,
    };
    let token = db
        .run(move |conn| sessions::enter(conn, room, &newcomer))
        .await?;
    streams.look_now();
    Ok(Answer::Enter { token })
}

async fn refuse(streams: &Streams, room: RoomId, why: Refusal, address: String) -> Result<()> {
    let refused = move |conn: &mut _| Ok(events::refused(conn, room, why, &address)?);
    streams.inner().db.run(refused).await
}

/// Whether the key opens its room; if so, the run that somebody is publishing in already.
fn examine(
    conn: &mut PgConnection,
    key: &StreamKey,
) -> Result<std::result::Result<Option<Session>, Refusal>> {
    let found: Option<(Status, Option<Vec<u8>>, bool, bool)> = live_rooms::table
        .inner_join(users::table)
        .filter(live_rooms::id.eq(key.room()))
        .select((
            live_rooms::status,
            live_rooms::stream_key_hash,
            users::is_suspended,
            users::deleted_at.is_not_null(),
        ))
        .first(conn)
        .optional()?;
    let (status, hash, is_suspended, is_deleted) = match found {
        Some(room) => room,
        None => return Ok(Err(Refusal::WrongKey)),
    };
    Ok(match hash {
        Some(hash) if key.opens(&hash) => {
            if is_suspended || is_deleted {
                Err(Refusal::Suspended)
            } else if status == Status::Ended {
                Err(Refusal::Ended)
            } else {
                let session = sessions::open_of(conn, key.room())?;
                Ok(session.filter(|session| session.client_id.is_some()))
            }
        }
        _ => Err(Refusal::WrongKey),
    })
}

/// Has the present publisher go, if there is one and it may be sent away; tells whether one was.
async fn make_way(
    streams: &Streams,
    occupied: Option<Session>,
    newcomer: Option<IpAddr>,
) -> std::result::Result<bool, Refusal> {
    let (Some(session), Some(server)) = (occupied, streams.server()) else {
        return Ok(false);
    };
    let stat = server.stat().await.unwrap_or_default();
    let Some(present) = stat
        .stream(&session.token)
        .and_then(|stream| stream.publisher.as_ref())
    else {
        return Ok(false);
    };
    let address: Option<IpAddr> = present.address.parse().ok();
    let is_dead = streams
        .channel(session.live_room_id)
        .is_some_and(|channel| channel.silence() > DEAD);
    if !(is_dead || (address.is_some() && address == newcomer)) {
        return Err(Refusal::Occupied);
    }
    if let Err(error) = server.drop_publisher(&session.token).await {
        tracing::warn!("the publisher before could not be cut off: {error:#}");
    }
    Ok(true)
}
