//! The recorder's bytes on their way from the socket into the encoder, with bounds on each step.

use std::time::Duration;

use actix_ws::{AggregatedMessage, AggregatedMessageStream, ProtocolError, Session};
use tokio::time::{Instant, sleep_until, timeout};

use super::farewell::Farewell;
use crate::sidecar::ffmpeg::Inlet;

/// A recorder makes something every half second, whatever there is to see.
const SILENCE: Duration = Duration::from_secs(15);

/// For how long the encoder may take nothing, with its queue full.
const PATIENCE: Duration = Duration::from_secs(10);

/// More than any page's recorder is told to make, in bytes a second.
const RATE: f64 = 2_500_000.0;

/// What may come at once after a line was slow.
const BURST: f64 = 12_000_000.0;

/// Passes on what comes until the page is done, or does what it may not. While the encoder is behind nothing is read,
/// so the page's own queue grows, and it sees that.
pub(super) async fn feed(
    mut messages: AggregatedMessageStream,
    inlet: &Inlet,
    mut session: Session,
) -> Farewell {
    let mut allowance = Allowance::full(Instant::now());
    let mut heard = Instant::now();
    loop {
        let message = tokio::select! {
            message = messages.recv() => message,
            () = sleep_until(heard + SILENCE) => return Farewell::Silent,
        };
        match message {
            Some(Ok(AggregatedMessage::Binary(chunk))) => {
                heard = Instant::now();
                if !allowance.take(chunk.len(), heard) {
                    return Farewell::Policy;
                }
                match timeout(PATIENCE, inlet.put(chunk)).await {
                    Ok(true) => {}
                    // The encoder has ended; why, it says itself.
                    Ok(false) => std::future::pending().await,
                    Err(_) => return Farewell::TooSlow,
                }
            }
            Some(Ok(AggregatedMessage::Ping(payload))) => {
                if session.pong(&payload).await.is_err() {
                    return Farewell::Done;
                }
            }
            Some(Ok(AggregatedMessage::Pong(_))) => {}
            Some(Ok(AggregatedMessage::Text(_))) => return Farewell::Unsupported,
            Some(Ok(AggregatedMessage::Close(_))) | None => return Farewell::Done,
            Some(Err(ProtocolError::Overflow)) => return Farewell::TooLarge,
            Some(Err(_)) => return Farewell::Protocol,
        }
    }
}

/// How many bytes may still come.
struct Allowance {
    left: f64,
    at: Instant,
}

impl Allowance {
    fn full(at: Instant) -> Allowance {
        Allowance { left: BURST, at }
    }

    fn take(&mut self, bytes: usize, now: Instant) -> bool {
        let grown = (now - self.at).as_secs_f64() * RATE;
        self.left = (self.left + grown).min(BURST) - bytes as f64;
        self.at = now;
        self.left >= 0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_may_catch_up_but_not_go_on_like_that() {
        let begun = Instant::now();
        let mut allowance = Allowance::full(begun);
        assert!(allowance.take(BURST as usize, begun));
        assert!(!allowance.take(1_000, begun));
        let mut steady = Allowance::full(begun);
        let is_fine =
            (1..600).all(|second| steady.take(2_000_000, begun + Duration::from_secs(second)));
        assert!(is_fine, "sixteen megabits a second, for ten minutes");
    }
}
