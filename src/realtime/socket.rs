//! One websocket: the handshake, what the page may say, heartbeats, and the stream of frames that goes out.
//!
//! Everything that goes out passes through the connection's [`Outbox`](super::outbox::Outbox), which the response body
//! reads: no task, channel or copy stands between the hub and the socket. The task here only listens.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use actix_web::body::{BodySize, BoxBody, MessageBody};
use actix_web::error::ErrorBadRequest;
use actix_web::web::{Bytes, Payload};
use actix_web::{HttpRequest, HttpResponse};
use actix_ws::{AggregatedMessage, AggregatedMessageStream, ProtocolError};
use tokio::time::Instant;

use super::frame::Frame;
use super::hub::Seated;
use super::log::Log;
use super::protocol::{self, Close, Said};
use super::resume;
use super::room::{Connection, Seat};
use crate::error::{AppError, Result};
use crate::state::App;
use crate::web::csrf::is_same_origin;

const PING_EVERY: Duration = Duration::from_secs(25);

/// So that within a minute nobody seems to be there any more who is gone (reliability row R18).
const DEAD_AFTER: Duration = Duration::from_secs(55);

/// Larger than anything a page has to say.
const MOST_FRAME_BYTES: usize = 4 * 1024;

/// What a page may say between two pings, pongs included.
const MOST_FRAMES_PER_BEAT: u32 = 60;

/// Opens a socket on a topic of this log. The caller has found the room through the person asking; whether they may
/// still be there is asked again at each resume, and by [`watch`](super::watch).
///
/// # Errors
/// `Forbidden` for another site's page or a client that names no origin, `Unavailable` while the program stops; 400
/// for what is no websocket handshake.
pub fn open<L: Log>(
    app: &App,
    request: &HttpRequest,
    payload: Payload,
    seat: Seat,
) -> Result<HttpResponse, actix_web::Error> {
    refuse_foreign(request)?;
    if app.is_stopping() {
        return Err(AppError::Unavailable.into());
    }
    // The session it offers for sending stays unused: the body below takes its place.
    let (response, _, messages) =
        actix_ws::handle(request, payload).map_err(|_| ErrorBadRequest("no handshake"))?;
    let messages = messages
        .max_frame_size(MOST_FRAME_BYTES)
        .aggregate_continuations()
        .max_continuation_size(MOST_FRAME_BYTES);
    let seated = app.hub.sit::<L>(seat)?;
    let connection = seated.connection.clone();
    actix_web::rt::spawn(listen::<L>(app.clone(), seated, messages));
    Ok(response.map_body(|_, handshake| {
        BoxBody::new(Outgoing {
            connection,
            _handshake: handshake,
        })
    }))
}

/// Refuses sockets that another site's page, or a client that names no origin, wants to open (security row W1). [`open`]
/// does this by itself; a handler calls it first, so that a foreign page can't even ask whether a room is there.
pub fn refuse_foreign(request: &HttpRequest) -> Result<()> {
    if is_same_origin(request) {
        Ok(())
    } else {
        Err(AppError::Forbidden)
    }
}

/// The body of the response: the connection's outbox as a stream.
struct Outgoing {
    connection: Arc<Connection>,
    /// Kept because dropping it tells the message stream that the connection is gone.
    _handshake: BoxBody,
}

impl MessageBody for Outgoing {
    type Error = std::convert::Infallible;

    fn size(&self) -> BodySize {
        BodySize::Stream
    }

    fn poll_next(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Self::Error>>> {
        let next = self.connection.outbox.poll_next(context);
        next.map(|bytes| bytes.map(Ok))
    }
}

/// Listens until either side has had enough, then gives up the seat.
async fn listen<L: Log>(app: App, seated: Seated, mut messages: AggregatedMessageStream) {
    let connection = &seated.connection;
    let mut heart = Heart::new();
    let why = loop {
        tokio::select! {
            () = connection.closed() => return,
            message = messages.recv() => {
                let Some(message) = message else { break Close::Done };
                heart.heard();
                if let Err(why) = answer::<L>(&app, connection, message).await {
                    break why;
                }
            }
            () = tokio::time::sleep_until(heart.next_look()) => {
                if heart.is_dead() {
                    break Close::Silent;
                }
                connection.outbox.push_control(Frame::ping());
                heart.beat();
            }
        }
        if heart.heard_too_much() {
            break Close::Policy;
        }
    };
    connection.close(why);
}

async fn answer<L: Log>(
    app: &App,
    connection: &Connection,
    message: Result<AggregatedMessage, ProtocolError>,
) -> Result<(), Close> {
    match message {
        Ok(AggregatedMessage::Text(text)) => {
            let Ok(Said::Resume { after }) = serde_json::from_str(&text) else {
                return Err(Close::Policy);
            };
            resume::<L>(app, connection, after).await
        }
        Ok(AggregatedMessage::Ping(payload)) => {
            connection.outbox.push_control(Frame::pong(&payload));
            Ok(())
        }
        Ok(AggregatedMessage::Pong(_)) => Ok(()),
        Ok(AggregatedMessage::Binary(_)) => Err(Close::Unsupported),
        Ok(AggregatedMessage::Close(_)) => Err(Close::Done),
        Err(ProtocolError::Overflow) => Err(Close::TooLarge),
        Err(ProtocolError::Io(_)) => Err(Close::NotText),
        Err(_) => Err(Close::Protocol),
    }
}

/// Subscribes first, then asks the log, then lets go what was published meanwhile: nothing falls between.
async fn resume<L: Log>(app: &App, connection: &Connection, after: i64) -> Result<(), Close> {
    connection.outbox.catch_up();
    let seat = connection.seat.clone();
    let (room, person, locale) = (seat.topic.room, seat.person, seat.locale);
    let listeners = app.hub.room(seat.topic);
    let caught_up = app
        .db
        .run(move |conn| {
            if L::allowed(conn, &[(room, person)])?.is_empty() {
                return Err(AppError::NotFound);
            }
            if let Some(listeners) = listeners.filter(|listeners| !listeners.has_begun()) {
                listeners.begin(L::last_rev(conn, room)?);
            }
            let changes = resume::changes::<L>(conn, room, locale, after)?;
            Ok((changes, L::greet(conn, room, locale)?))
        })
        .await;
    match caught_up {
        Ok((changes, greeting)) => {
            let greeting = greeting.map(|(name, data)| protocol::event(room, name, &data));
            let answer = std::iter::once(Frame::text(&changes.json)).chain(greeting);
            connection.outbox.caught_up(changes.upto, answer);
            Ok(())
        }
        Err(AppError::NotFound) => Err(Close::NotAllowed),
        Err(error) => {
            tracing::warn!(%error, "a socket could not resume");
            Err(Close::TryLater)
        }
    }
}

/// When to ask whether the other side is there, and how much it has said.
struct Heart {
    next_ping: Instant,
    last_heard: Instant,
    heard: u32,
}

impl Heart {
    fn new() -> Heart {
        // Not all sockets of a room in the same moment, though they may have come in the same.
        let first = PING_EVERY.mul_f32(rand::random_range(0.5..1.0));
        let now = Instant::now();
        Heart {
            next_ping: now + first,
            last_heard: now,
            heard: 0,
        }
    }

    fn heard(&mut self) {
        self.last_heard = Instant::now();
        self.heard += 1;
    }

    fn heard_too_much(&self) -> bool {
        self.heard > MOST_FRAMES_PER_BEAT
    }

    /// The next ping, or the moment when silence means death.
    fn next_look(&self) -> Instant {
        self.next_ping.min(self.last_heard + DEAD_AFTER)
    }

    fn beat(&mut self) {
        self.next_ping = Instant::now() + PING_EVERY;
        self.heard = 0;
    }

    fn is_dead(&self) -> bool {
        self.last_heard.elapsed() >= DEAD_AFTER
    }
}
