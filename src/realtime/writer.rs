//! Grouped writes: the first to come waits for no one, those that come while a commit is under way go together in the
//! next. One group of a room at a time, so its frames leave in the order of its revisions.

use std::any::{Any, TypeId};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use parking_lot::Mutex;
use tokio::sync::oneshot;

use super::Topic;
use super::bus::Told;
use super::delivery;
use super::group::{self, Done, Key, Op, Written};
use super::hub::Hub;
use super::log::{Log, Post, Posted};
use super::pace::Batch;
use crate::db::Db;
use crate::error::{AppError, Result};
use crate::state::App;

/// The most that one transaction writes.
const MOST_IN_GROUP: usize = 128;

/// The most that may wait for a room; whoever comes then is told to try again.
const MOST_WAITING: usize = 2_048;

/// Writes a message, and tells the room of it once it is committed. Whether the sender may write is checked in the
/// transaction that writes. It is finished even if whoever asked has gone.
///
/// # Errors
/// `NotFound` for somebody who is not in the room, `Conflict` for a nonce that another message of the sender has,
/// what [`Log::admit`] says, `Unavailable` when too much is waiting or the database is away: then it may be sent
/// again with the same nonce.
pub async fn post<L: Log>(app: &App, room: i64, post: Post<L::Draft>) -> Result<Posted<L::Entry>> {
    match submit::<L>(app, room, Op::Post(post)).await? {
        Done::Posted(posted) => Ok(posted),
        Done::Changed(_) => Err(AppError::Unavailable),
    }
}

/// Makes a change, and tells the room of it once it is committed. `None` if it was so already.
///
/// # Errors
/// What [`Log::apply`] says; `Unavailable` as for [`post`].
pub async fn change<L: Log>(app: &App, room: i64, change: L::Change) -> Result<Option<L::Entry>> {
    match submit::<L>(app, room, Op::Change(change)).await? {
        Done::Changed(entry) => Ok(entry),
        Done::Posted(_) => Err(AppError::Unavailable),
    }
}

async fn submit<L: Log>(app: &App, room: i64, op: Op<L>) -> Result<Done<L>> {
    let (reply, answer) = oneshot::channel();
    let writer = app.hub.writers().of::<L>();
    if writer.enqueue(room, Request { op, reply })? {
        let desk = Desk {
            hub: app.hub.clone(),
            db: app.db.clone(),
            writer,
            room,
        };
        tokio::spawn(desk.write_all());
    }
    answer.await.map_err(|_| AppError::Unavailable)?
}

/// The writers of all logs, made when they are first needed.
#[derive(Default)]
pub(super) struct Writers(Mutex<HashMap<TypeId, Arc<dyn Any + Send + Sync>>>);

impl Writers {
    fn of<L: Log>(&self) -> Arc<Writer<L>> {
        let any = self
            .0
            .lock()
            .entry(TypeId::of::<L>())
            .or_insert_with(|| Arc::new(Writer::<L>::default()))
            .clone();
        any.downcast()
            .unwrap_or_else(|_| unreachable!("each writer stands under its own log's type"))
    }
}

struct Request<L: Log> {
    op: Op<L>,
    reply: oneshot::Sender<Result<Done<L>>>,
}

/// What waits, room by room. A room has an entry as long as somebody is writing for it.
struct Writer<L: Log>(Mutex<HashMap<i64, Vec<Request<L>>>>);

impl<L: Log> Default for Writer<L> {
    fn default() -> Self {
        Writer(Mutex::default())
    }
}

impl<L: Log> Writer<L> {
    /// Returns whether the caller has to start writing for the room.
    fn enqueue(&self, room: i64, request: Request<L>) -> Result<bool> {
        let mut rooms = self.0.lock();
        let is_first = !rooms.contains_key(&room);
        let waiting = rooms.entry(room).or_default();
        if waiting.len() >= MOST_WAITING {
            return Err(AppError::Unavailable);
        }
        waiting.push(request);
        Ok(is_first)
    }

    /// What goes into the next transaction; a repeat of something in it waits for the one after, where it is found
    /// stored. Empty when nothing waits: then the room's entry is gone.
    fn next_group(&self, room: i64) -> Vec<Request<L>> {
        let mut rooms = self.0.lock();
        let waiting = rooms.remove(&room).unwrap_or_default();
        let (mut group, mut rest) = (Vec::new(), Vec::new());
        let mut keys: HashSet<Key> = HashSet::new();
        for request in waiting {
            let is_repeat = request.op.key().is_some_and(|key| !keys.insert(key));
            if is_repeat || group.len() == MOST_IN_GROUP {
                rest.push(request);
            } else {
                group.push(request);
            }
        }
        if !group.is_empty() {
            rooms.insert(room, rest);
        }
        group
    }
}

/// Where the groups of one room are written, one after the other.
struct Desk<L: Log> {
    hub: Hub,
    db: Db,
    writer: Arc<Writer<L>>,
    room: i64,
}

/// However the writing ends, the room must not be left with nobody writing for it. Those still waiting then have
/// their answer channel dropped, which they read as "unavailable".
impl<L: Log> Drop for Desk<L> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.writer.0.lock().remove(&self.room);
        }
    }
}

impl<L: Log> Desk<L> {
    async fn write_all(self) {
        loop {
            let group = self.writer.next_group(self.room);
            if group.is_empty() {
                return;
            }
            self.write(group).await;
        }
    }

    async fn write(&self, group: Vec<Request<L>>) {
        let (ops, replies): (Vec<_>, Vec<_>) = group
            .into_iter()
            .map(|request| (request.op, request.reply))
            .unzip();
        let ops = Arc::new(ops);
        let answers = match self.commit(ops.clone(), 0..ops.len()).await {
            Ok(answers) => answers,
            // One op that the database refuses must not take the others with it.
            Err(AppError::Internal(_)) if ops.len() > 1 => self.commit_each(&ops).await,
            Err(error) => spread(error, ops.len()),
        };
        for (reply, answer) in replies.into_iter().zip(answers) {
            // Whoever has gone does not need it.
            let _ = reply.send(answer);
        }
    }

    async fn commit_each(&self, ops: &Arc<Vec<Op<L>>>) -> Vec<Result<Done<L>>> {
        let mut answers = Vec::with_capacity(ops.len());
        for index in 0..ops.len() {
            match self.commit(ops.clone(), index..index + 1).await {
                Ok(mut own) => answers.append(&mut own),
                Err(error) => answers.push(Err(error)),
            }
        }
        answers
    }

    /// Commits these ops, renders what they have changed, and only then tells the room.
    async fn commit(
        &self,
        ops: Arc<Vec<Op<L>>>,
        range: std::ops::Range<usize>,
    ) -> Result<Vec<Result<Done<L>>>> {
        let (hub, room) = (self.hub.clone(), self.room);
        let topic = Topic::of::<L>(room);
        let (written, listeners) = self
            .db
            .run(move |conn| {
                let written: Written<L> = group::write(conn, room, &ops[range])?;
                // Looked up after the commit: whoever comes later finds the group in the log.
                let listeners = hub.room(topic).filter(|_| written.from <= written.to);
                let listeners = listeners.map(|listeners| {
                    let locales = listeners.locales();
                    let (from, to) = (written.from, written.to);
                    let batch = Batch::render::<L>(from, to, &written.entries, &locales);
                    (listeners, batch)
                });
                Ok((written, listeners))
            })
            .await?;
        if written.from <= written.to {
            self.hub.bus().tell(Told::changes(topic, written.to));
        }
        if let Some((listeners, batch)) = listeners {
            delivery::deliver(&self.hub, &self.db, topic, &listeners, batch);
        }
        Ok(written.answers)
    }
}

/// The same failure for everybody in a group; its cause goes to the first.
fn spread<L: Log>(error: AppError, count: usize) -> Vec<Result<Done<L>>> {
    let again = |error: &AppError| match error {
        AppError::NotFound => AppError::NotFound,
        _ => AppError::Unavailable,
    };
    let rest: Vec<_> = (1..count).map(|_| Err(again(&error))).collect();
    std::iter::once(Err(error)).chain(rest).collect()
}
