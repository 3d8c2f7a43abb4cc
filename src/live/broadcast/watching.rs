//! What ends a broadcast from this side: the class, the right, the session, another page, the encoder, the program.

use std::time::Duration;

use tokio::sync::broadcast::error::RecvError;

use super::farewell::Farewell;
use super::socket::Line;
use super::tickets::Ticket;
use crate::error::AppError;
use crate::live::{Status, studio};
use crate::sidecar::ffmpeg::Run;
use crate::web::session::{self, Forgotten};

/// How long a broadcast may outlive a right whose end nobody told.
const LOOK_EVERY: Duration = Duration::from_secs(2);

impl Line {
    /// Returns when there is a reason to end, with that.
    pub(super) async fn watch(&self, ticket: &Ticket, run: &mut Run) -> Farewell {
        let mut forgotten = self.app.sessions.watch_forgotten();
        let mut look = tokio::time::interval(LOOK_EVERY);
        loop {
            tokio::select! {
                () = self.app.stop.cancelled() => return Farewell::Restart,
                () = ticket.replaced() => return Farewell::Replaced,
                gone = run.ended() => return match gone {
                    // A class that ends has its publisher cut off, maybe before the next look.
                    Ok(gone) => match self.is_over().await {
                        Some(why) => why,
                        None => Farewell::of(gone, ticket.refusal()),
                    },
                    Err(error) => {
                        tracing::warn!("an encoder could not be run: {error:#}");
                        Farewell::NoEncoder
                    }
                },
                one = forgotten.recv() => match one {
                    Ok(Forgotten::Session(session)) if Some(session) == self.session => {
                        return Farewell::SignedOut;
                    }
                    Ok(_) => {}
                    Err(RecvError::Lagged(_)) => look.reset_immediately(),
                    Err(RecvError::Closed) => return Farewell::Restart,
                },
                _ = look.tick() => {
                    if let Some(why) = self.is_over().await {
                        return why;
                    }
                }
            }
        }
    }

    /// Why this person may not broadcast in this room now, if so.
    pub(super) async fn is_over(&self) -> Option<Farewell> {
        let (viewer, room, session) = (self.viewer.clone(), self.room, self.session);
        let looked = self.app.db.run(move |conn| {
            let is_open = match session {
                Some(session) => session::still_open(conn, &[session])?.contains(&session),
                None => false,
            };
            Ok((is_open, studio::run_by(conn, &viewer, room)?.status))
        });
        match looked.await {
            Ok((false, _)) => Some(Farewell::SignedOut),
            Ok((true, Status::Ended)) => Some(Farewell::Over),
            Ok((true, _)) => None,
            Err(AppError::NotFound) => Some(Farewell::NotAllowed),
            // The next look will tell.
            Err(error) => {
                tracing::warn!(%error, "the right of a broadcast could not be read");
                None
            }
        }
    }
}
