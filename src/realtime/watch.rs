//! The end of a right is the end of its sockets.
//!
//! Being subscribed is a permission. It is checked when a socket resumes; when a right may have ended, whoever ended it
//! calls [`recheck`], which closes what is no longer allowed at once, on all nodes; and as nobody may be relied on to call
//! it, nor the bus on carrying it, [`keep_watch`] asks again for every open socket every few seconds. Delivery itself then needs no
//! query per message and reader.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::broadcast::error::RecvError;
use tokio::time::{Instant, MissedTickBehavior};

use super::bus::Told;
use super::protocol::Close;
use super::room::Connection;
use super::{Person, Topic, delivery};
use crate::error::Result;
use crate::state::App;
use crate::web::UserId;
use crate::web::session::{self, Forgotten, SessionHash};

/// How long a socket may outlive a right whose end nobody told this node.
const LOOK_EVERY: Duration = Duration::from_secs(15);

/// The same while other nodes can't tell this one.
const LOOK_EVERY_ALONE: Duration = Duration::from_secs(3);

/// How long a message of another node may take that nobody told this one.
const LOOK_FOR_MESSAGES_EVERY: Duration = Duration::from_secs(2);

/// Closes the person's sockets in rooms where they may no longer be, on all nodes, and has what is remembered of their
/// rights forgotten. To be called after every commit that may take a right away: leaving a course, losing a role in it,
/// being removed from a room.
///
/// If the rights can't be read now, all their sockets are closed, to come back when they can.
pub async fn recheck(app: &App, user: UserId) {
    app.hub.bus().tell(Told::Rights { user });
    recheck_here(app, user).await;
}

/// The same on this node alone.
pub(super) async fn recheck_here(app: &App, user: UserId) {
    app.hub.tell_rechecked(user);
    close_or_send_away(app, app.hub.sockets_of(user)).await;
}

/// Closes the sockets of all who may no longer be in the room, on this node alone.
pub(super) async fn recheck_room(app: &App, topic: Topic) {
    close_or_send_away(app, app.hub.connections(topic)).await;
}

async fn close_or_send_away(app: &App, sockets: Vec<Arc<Connection>>) {
    if let Err(error) = close_forbidden(app, &sockets).await {
        tracing::warn!(%error, "rights could not be read; the sockets they are of are closed");
        for socket in sockets {
            socket.close(Close::TryLater);
        }
    }
}

/// Watches over all open sockets until the program stops.
pub async fn keep_watch(app: App) {
    let mut forgotten = app.sessions.watch_forgotten();
    let mut tick = tokio::time::interval(LOOK_FOR_MESSAGES_EVERY);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    // When rights were looked at; not yet, or not since something may have been missed.
    let mut looked: Option<Instant> = None;
    loop {
        tokio::select! {
            () = app.stop.cancelled() => return,
            one = forgotten.recv() => match one {
                Ok(one) => pass_on(&app, one),
                // Too many at once to be told one by one.
                Err(RecvError::Lagged(_)) => looked = None,
                Err(RecvError::Closed) => return,
            },
            () = app.hub.told_to_look() => {
                looked = None;
                tick.reset_immediately();
            }
            _ = tick.tick() => {
                if let Err(error) = delivery::look_for_more(&app).await {
                    tracing::warn!(%error, "the logs of open rooms could not be read");
                }
                let every = match app.hub.bus().is_cut_off() {
                    true => LOOK_EVERY_ALONE,
                    false => LOOK_EVERY,
                };
                if looked.is_none_or(|looked| looked.elapsed() >= every) {
                    look_at_rights(&app).await;
                    looked = Some(Instant::now());
                }
            }
        }
    }
}

fn pass_on(app: &App, forgotten: Forgotten) {
    let bus = app.hub.bus();
    match forgotten {
        Forgotten::Session(hash) => {
            app.hub.end_session(&hash);
            bus.tell(Told::Session { hash });
        }
        Forgotten::Viewer(user) => bus.tell(Told::Viewer { user }),
    }
}

/// With the database away nothing is committed, so there is nothing to deliver either.
async fn look_at_rights(app: &App) {
    let sockets = app.hub.all();
    if let Err(error) = close_forbidden(app, &sockets).await {
        tracing::warn!(%error, "rights of open sockets could not be read");
    } else if let Err(error) = close_signed_out(app, &sockets).await {
        tracing::warn!(%error, "sessions of open sockets could not be read");
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
