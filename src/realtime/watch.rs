//! The end of a right is the end of its sockets.
//!
//! Being subscribed is a permission. It is checked when a socket resumes; when a right may have ended, whoever ended it
//! calls [`recheck`], which closes what is no longer allowed at once; and as nobody may be relied on to call it, on this
//! node or another, [`keep_watch`] asks again for every open socket every few seconds. Delivery itself then needs no
//! query per message and reader.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::broadcast::error::RecvError;

use super::protocol::Close;
use super::room::Connection;
use super::{Person, Topic};
use crate::error::Result;
use crate::state::App;
use crate::web::UserId;
use crate::web::session::{self, SessionHash};

/// How long a socket may outlive a right whose end nobody told this node.
const LOOK_EVERY: Duration = Duration::from_secs(15);

/// Closes the person's sockets in rooms where they may no longer be, and has what is remembered of their rights
/// forgotten. To be called after every commit that may take a
/// right away: leaving a course, losing a role in it, being removed from a room.
///
/// If the rights can't be read now, all their sockets are closed, to come back when they can.
pub async fn recheck(app: &App, user: UserId) {
    app.hub.tell_rechecked(user);
    let sockets = app.hub.sockets_of(user);
    if let Err(error) = close_forbidden(app, &sockets).await {
        tracing::warn!(%error, user, "rights could not be read; the person's sockets are closed");
        for socket in sockets {
            socket.close(Close::TryLater);
        }
    }
}

/// Watches over all open sockets until the program stops.
pub async fn keep_watch(app: App) {
    let mut ended = app.sessions.watch_ended();
    let mut look = tokio::time::interval(LOOK_EVERY);
    loop {
        tokio::select! {
            () = app.stop.cancelled() => return,
            session = ended.recv() => match session {
                Ok(session) => app.hub.end_session(&session),
                // Too many ended at once to be told one by one.
                Err(RecvError::Lagged(_)) => look.reset_immediately(),
                Err(RecvError::Closed) => return,
            },
            _ = look.tick() => {
                let sockets = app.hub.all();
                // With the database away nothing is committed, so there is nothing to deliver either.
                if let Err(error) = close_forbidden(&app, &sockets).await {
                    tracing::warn!(%error, "rights of open sockets could not be read");
                } else if let Err(error) = close_signed_out(&app, &sockets).await {
                    tracing::warn!(%error, "sessions of open sockets could not be read");
                }
            }
        }
    }
}

async fn close_forbidden(app: &App, sockets: &[Arc<Connection>]) -> Result<()> {
    let seats: HashSet<(Topic, Person)> = sockets
        .iter()
        .map(|socket| (socket.seat.topic, socket.seat.person))
        .collect();
    for (log, allowed) in app.hub.guards() {
        let asked: Vec<(i64, Person)> = seats
            .iter()
            .filter(|(topic, _)| topic.log == log)
            .map(|(topic, person)| (topic.room, *person))
            .collect();
        if asked.is_empty() {
            continue;
        }
        let allowed = app.db.run(move |conn| allowed(conn, &asked)).await?;
        for socket in sockets.iter().filter(|socket| socket.seat.topic.log == log) {
            if !allowed.contains(&(socket.seat.topic.room, socket.seat.person)) {
                socket.close(Close::NotAllowed);
            }
        }
    }
    Ok(())
}

async fn close_signed_out(app: &App, sockets: &[Arc<Connection>]) -> Result<()> {
    let mut by_session: HashMap<SessionHash, Vec<&Arc<Connection>>> = HashMap::new();
    for socket in sockets {
        if let Some(session) = socket.seat.session {
            by_session.entry(session).or_default().push(socket);
        }
    }
    if by_session.is_empty() {
        return Ok(());
    }
    let asked: Vec<SessionHash> = by_session.keys().copied().collect();
    let open = app
        .db
        .run(move |conn| Ok(session::still_open(conn, &asked)?))
        .await?;
    for (session, sockets) in by_session {
        if !open.contains(&session) {
            sockets
                .iter()
                .for_each(|socket| socket.close(Close::SignedOut));
        }
    }
    Ok(())
}
