//! Bodies that hardly come are given up (security row D3): whoever sends a byte now and then holds a connection, a place in
//! memory and a temporary file for as long as they had time to send it, and no longer.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use actix_web::body::MessageBody;
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::error::PayloadError;
use actix_web::http::header::{CONTENT_LENGTH, TRANSFER_ENCODING};
use actix_web::middleware::Next;
use actix_web::web::Bytes;
use actix_web::{Error, HttpMessage};
use futures_util::Stream;
use tokio::time::{Instant, Sleep};

use crate::state::App;

/// What a body has to come at on average, in bytes a second, after its first pause.
const SLOWEST: f64 = 1024.0;

/// Middleware: ends the body of a request after a pause of [`Http::patience`](crate::config::Http), and one that comes slower
/// than [`SLOWEST`].
pub async fn give_up_slow_bodies(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let headers = request.headers();
    if headers.contains_key(CONTENT_LENGTH) || headers.contains_key(TRANSFER_ENCODING) {
        let patience = App::of(request.request())?.config.http.patience;
        let watched = Watched::new(request.take_payload(), patience);
        request.set_payload(Payload::Stream {
            payload: Box::pin(watched),
        });
    }
    next.call(request).await
}

/// A body that is not waited for longer than its pieces deserve. Time in which nobody asks for the next one is not waited.
struct Watched {
    body: Payload,
    patience: Duration,
    received: usize,
    waited: Duration,
    /// Since when the next piece is waited for.
    waiting: Option<Instant>,
    end: Pin<Box<Sleep>>,
}

impl Watched {
    fn new(body: Payload, patience: Duration) -> Watched {
        Watched {
            body,
            patience,
            received: 0,
            waited: Duration::ZERO,
            waiting: None,
            end: Box::pin(tokio::time::sleep(patience)),
        }
    }

    /// A piece has come, or the end.
    fn note(&mut self, bytes: usize) {
        self.received += bytes;
        self.waited += self
            .waiting
            .take()
            .map_or(Duration::ZERO, |at| at.elapsed());
    }

    /// Whether the next piece has been waited for too long.
    fn is_over(&mut self, cx: &mut Context<'_>) -> bool {
        if self.waiting.is_none() {
            let deserved = Duration::from_secs_f64(self.received as f64 / SLOWEST);
            let left = (self.patience + deserved).saturating_sub(self.waited);
            let now = Instant::now();
            self.end.as_mut().reset(now + left.min(self.patience));
            self.waiting = Some(now);
        }
        self.end.as_mut().poll(cx).is_ready()
    }
}

impl Stream for Watched {
    type Item = Result<Bytes, PayloadError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match Pin::new(&mut self.body).poll_next(cx) {
            Poll::Ready(piece) => {
                self.note(
                    piece
                        .as_ref()
                        .and_then(|piece| piece.as_ref().ok())
                        .map_or(0, Bytes::len),
                );
                Poll::Ready(piece)
            }
            Poll::Pending if self.is_over(cx) => {
                let slow = io::Error::from(io::ErrorKind::TimedOut);
                Poll::Ready(Some(Err(PayloadError::Io(slow))))
            }
            Poll::Pending => Poll::Pending,
        }
    }
}
