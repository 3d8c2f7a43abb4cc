//! Whether a publisher may come in, and under which name.
//!
//! One publisher at a time: who knocks while another is connected takes its place only when that is the same teacher
//! coming back, from the same address or over a line that has gone dead; anybody else is refused. Those who broadcast
//! out of a browser come with a ticket in place of a key, and who may come back there has been settled when they got it.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::events::{self, Refusal};
use super::notice::Notice;
use super::sessions::{self, Newcomer};
use crate::error::Result;
use crate::live::Streams;
use crate::live::broadcast::Ticket;
use crate::live::model::{RoomId, Session, Status};
use crate::live::stream_key::{StreamKey, room_meant};
use crate::schema::{live_rooms, users};

/// A publisher that sends nothing for so long has lost its line.
const DEAD: Duration = Duration::from_secs(3);

/// What a publisher shows.
enum Pass {
    Key(StreamKey),
    Ticket(Arc<Ticket>),
}

impl Pass {
    fn of(streams: &Streams, notice: &Notice) -> Option<Pass> {
        if let Some(key) = StreamKey::parse(&notice.name) {
            return Some(Pass::Key(key));
        }
        // A ticket is for the encoder that this program has started, and for nobody farther away.
        notice.address.filter(|address| streams.is_here(*address))?;
        streams.broadcasts().find(&notice.name).map(Pass::Ticket)
    }

    fn room(&self) -> RoomId {
        match self {
            Pass::Key(key) => key.room(),
            Pass::Ticket(ticket) => ticket.room,
        }
    }

    /// The secret that has to fit the room; a ticket has been made for its room by this program.
    fn key(&self) -> Option<&StreamKey> {
        match self {
            Pass::Key(key) => Some(key),
            Pass::Ticket(_) => None,
        }
    }
}

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
    let Some(pass) = Pass::of(streams, &notice) else {
        if let Some(room) = room_meant(&notice.name) {
            refuse(streams, room, Refusal::WrongKey, address).await?;
        }
        return Ok(Answer::Stay);
    };
    let room = pass.room();
    let pass = Arc::new(pass);
    let shown = pass.clone();
    let verdict = db.run(move |conn| examine(conn, &shown)).await?;
    let way = match verdict {
        Err(why) => Err(why),
        Ok(session) => make_way(streams, session, &pass, notice.address).await,
    };
    let way = way.and_then(|takes_over| use_up(streams, &pass, &notice).map(|()| takes_over));
    let takes_over = match way {
        Ok(takes_over) => takes_over,
        Err(why) => {
            if let Pass::Ticket(ticket) = &*pass {
                ticket.refuse(why);
            }
            refuse(streams, room, why, address).await?;
            return Ok(Answer::Stay);
        }
    };
    let newcomer = Newcomer {
        client_id: notice.client_id,
        address,
        program: match &*pass {
            Pass::Key(_) => notice.program,
            Pass::Ticket(_) => events::BROWSER.to_owned(),
        },
        takes_over,
    };
    let token = db
        .run(move |conn| sessions::enter(conn, room, &newcomer))
        .await?;
    streams.look_now();
    Ok(Answer::Enter { token })
}

/// A ticket opens once.
fn use_up(streams: &Streams, pass: &Pass, notice: &Notice) -> std::result::Result<(), Refusal> {
    match pass {
        Pass::Ticket(ticket) if !streams.broadcasts().admit(ticket, &notice.client_id) => {
            Err(Refusal::WrongKey)
        }
        _ => Ok(()),
    }
}

async fn refuse(streams: &Streams, room: RoomId, why: Refusal, address: String) -> Result<()> {
    let refused = move |conn: &mut _| Ok(events::refused(conn, room, why, &address)?);
    streams.inner().db.run(refused).await
}

/// Whether the pass opens its room; if so, the run that somebody is publishing in already.
fn examine(
    conn: &mut PgConnection,
    pass: &Pass,
) -> Result<std::result::Result<Option<Session>, Refusal>> {
    let found: Option<(Status, Option<Vec<u8>>, bool, bool)> = live_rooms::table
        .inner_join(users::table)
        .filter(live_rooms::id.eq(pass.room()))
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
    let is_open = pass
        .key()
        .is_none_or(|key| hash.is_some_and(|hash| key.opens(&hash)));
    Ok(if !is_open {
        Err(Refusal::WrongKey)
    } else if is_suspended || is_deleted {
        Err(Refusal::Suspended)
    } else if status == Status::Ended {
        Err(Refusal::Ended)
    } else {
        let session = sessions::open_of(conn, pass.room())?;
        Ok(session.filter(|session| session.client_id.is_some()))
    })
}

/// Has the present publisher go, if there is one and it may be sent away; tells whether one was.
async fn make_way(
    streams: &Streams,
    occupied: Option<Session>,
    pass: &Pass,
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
    let room = session.live_room_id;
    let is_dead = streams
        .channel(room)
        .is_some_and(|channel| channel.silence() > DEAD);
    let broadcasts = streams.broadcasts();
    let may_come_back = match pass {
        Pass::Ticket(_) => broadcasts.is_theirs(room, &present.client_id),
        // All who broadcast out of a browser come from this machine, whoever they are.
        Pass::Key(_) if broadcasts.is_theirs(room, &present.client_id) => {
            !broadcasts.goes_on(room, &present.client_id)
        }
        Pass::Key(_) => newcomer.is_some() && present.address.parse().ok() == newcomer,
    };
    if !(is_dead || may_come_back) {
        return Err(Refusal::Occupied);
    }
    if let Err(error) = server.drop_publisher(&session.token).await {
        tracing::warn!("the publisher before could not be cut off: {error:#}");
    }
    Ok(true)
}
