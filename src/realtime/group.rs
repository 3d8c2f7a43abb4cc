//! One group of posts and changes of a room, written in one transaction.

use std::collections::{HashMap, HashSet};

use diesel::Connection;
use diesel::pg::PgConnection;
use uuid::Uuid;

use super::Person;
use super::log::{Counters, Entry, Log, Numbered, Post, Posted};
use crate::error::{AppError, Result};
use crate::text;
use crate::web::UserId;

/// What one request wants of the log.
pub(super) enum Op<L: Log> {
    Post(Post<L::Draft>),
    Change(L::Change),
}

/// What became of an [`Op`].
pub(super) enum Done<L: Log> {
    Posted(Posted<L::Entry>),
    /// `None` if it was so already.
    Changed(Option<L::Entry>),
}

/// A committed group: an answer for each op, in order, and what the room is to be told.
pub(super) struct Written<L: Log> {
    pub(super) answers: Vec<Result<Done<L>>>,
    /// New and changed messages by revision, each once.
    pub(super) entries: Vec<L::Entry>,
    /// The revisions `from ..= to` that the group has taken; none if `to < from`.
    pub(super) from: i64,
    pub(super) to: i64,
}

/// Sender and nonce: no two posts of a group may have the same.
pub(super) type Key = (Option<UserId>, Uuid);

impl<L: Log> Op<L> {
    pub(super) fn key(&self) -> Option<Key> {
        match self {
            Op::Post(post) => Some((post.sender, post.nonce)),
            Op::Change(_) => None,
        }
    }
}

/// Writes the group: posts first, then changes. An op that may not be done has its own error as answer and does not
/// hold up the others.
///
/// # Errors
/// Only what concerns the whole group: no such room, or the database failed and nothing is written.
pub(super) fn write<L: Log>(
    conn: &mut PgConnection,
    room: i64,
    ops: &[Op<L>],
) -> Result<Written<L>> {
    conn.transaction(|conn| {
        let start = L::lock(conn, room)?;
        let mut counters = start;
        let mut answers: Vec<Answer<L>> = ops.iter().map(|_| None).collect();
        let fresh = screen::<L>(conn, room, ops, &mut answers)?;
        let mut entries: Vec<L::Entry> = insert::<L>(conn, room, &fresh, &mut counters)?;
        for ((index, _), entry) in fresh.iter().zip(&entries) {
            answers[*index] = Some(Ok(posted::<L>(entry.clone(), true)));
        }
        for (answer, op) in answers.iter_mut().zip(ops) {
            if let Op::Change(change) = op {
                let changed = L::apply(conn, room, change, counters.rev + 1);
                if let Ok(Some(entry)) = &changed {
                    counters.rev += 1;
                    entries.push(entry.clone());
                }
                *answer = Some(changed.map(Done::Changed));
            }
        }
        if counters != start {
            L::save(conn, room, counters)?;
        }
        Ok(Written {
            answers: answers
                .into_iter()
                .map(|answer| answer.unwrap_or(Err(AppError::Unavailable)))
                .collect(),
            entries: latest(entries),
            from: start.rev + 1,
            to: counters.rev,
        })
    })
}

type Answer<L> = Option<Result<Done<L>>>;

/// A post with the place of its op in the group.
type Placed<'a, L> = (usize, &'a Post<<L as Log>::Draft>);

fn posted<L: Log>(entry: L::Entry, is_new: bool) -> Done<L> {
    Done::Posted(Posted { entry, is_new })
}

/// Answers the posts that are not to be stored: of people who may not, and repeats. Returns the others.
fn screen<'a, L: Log>(
    conn: &mut PgConnection,
    room: i64,
    ops: &'a [Op<L>],
    answers: &mut [Answer<L>],
) -> Result<Vec<Placed<'a, L>>> {
    let mut posts: Vec<Placed<'a, L>> = Vec::with_capacity(ops.len());
    for (index, op) in ops.iter().enumerate() {
        if let Op::Post(post) = op {
            posts.push((index, post));
        }
    }
    if posts.is_empty() {
        return Ok(posts);
    }
    let members = members::<L>(conn, room, &posts)?;
    let stored = stored::<L>(conn, room, &posts)?;
    posts.retain(|(index, post)| {
        let is_member = post.sender.is_none_or(|sender| members.contains(&sender));
        answers[*index] = if !is_member {
            Some(Err(AppError::NotFound))
        } else {
            let entry = stored.get(&(post.sender, post.nonce));
            entry.map(|entry| repeat::<L>(entry, post))
        };
        answers[*index].is_none()
    });
    admit::<L>(conn, room, posts, answers)
}

/// The senders who are allowed in the room.
fn members<L: Log>(
    conn: &mut PgConnection,
    room: i64,
    posts: &[Placed<'_, L>],
) -> Result<HashSet<UserId>> {
    let senders: HashSet<UserId> = posts.iter().filter_map(|(_, post)| post.sender).collect();
    let seats: Vec<(i64, Person)> = senders
        .into_iter()
        .map(|sender| (room, Person::User(sender)))
        .collect();
    let allowed = L::allowed(conn, &seats)?;
    Ok(allowed
        .into_iter()
        .filter_map(|(_, person)| person.user())
        .collect())
}

/// The messages that are stored already under the nonces of these posts.
fn stored<L: Log>(
    conn: &mut PgConnection,
    room: i64,
    posts: &[Placed<'_, L>],
) -> Result<HashMap<Key, L::Entry>> {
    let keys: Vec<(UserId, Uuid)> = posts
        .iter()
        .filter_map(|(_, post)| Some((post.sender?, post.nonce)))
        .collect();
    let entries = L::find(conn, room, &keys)?.into_iter();
    Ok(entries
        .map(|entry| ((entry.stamp().user, entry.stamp().nonce), entry))
        .collect())
}

fn repeat<L: Log>(entry: &L::Entry, post: &Post<L::Draft>) -> Result<Done<L>> {
    if L::is_repeat(entry, &post.draft) {
        Ok(posted::<L>(entry.clone(), false))
    } else {
        Err(AppError::Conflict(text!("errors-nonce-used-twice")))
    }
}

/// Lets the subject judge the posts; answers those it refuses and returns the others.
fn admit<'a, L: Log>(
    conn: &mut PgConnection,
    room: i64,
    posts: Vec<Placed<'a, L>>,
    answers: &mut [Answer<L>],
) -> Result<Vec<Placed<'a, L>>> {
    let drafts: Vec<&Post<L::Draft>> = posts.iter().map(|(_, post)| *post).collect();
    let verdicts = L::admit(conn, room, &drafts)?;
    let mut admitted = Vec::with_capacity(posts.len());
    for (placed, verdict) in posts.into_iter().zip(verdicts) {
        match verdict {
            Ok(()) => admitted.push(placed),
            Err(refusal) => answers[placed.0] = Some(Err(refusal)),
        }
    }
    Ok(admitted)
}

fn insert<L: Log>(
    conn: &mut PgConnection,
    room: i64,
    posts: &[Placed<'_, L>],
    counters: &mut Counters,
) -> Result<Vec<L::Entry>> {
    if posts.is_empty() {
        return Ok(Vec::new());
    }
    let start = *counters;
    let numbered: Vec<Numbered<'_, L::Draft>> = (1..)
        .zip(posts)
        .map(|(step, (_, post))| Numbered {
            seq: start.seq + step,
            rev: start.rev + step,
            post,
        })
        .collect();
    counters.seq += numbered.len() as i64;
    counters.rev += numbered.len() as i64;
    L::insert(conn, room, &numbered)
}

/// Of several states of one message only the last.
fn latest<E: Entry>(entries: Vec<E>) -> Vec<E> {
    let stamps = entries.iter().map(Entry::stamp);
    let last: HashMap<i64, i64> = stamps.map(|stamp| (stamp.id, stamp.rev)).collect();
    let is_last = |entry: &E| last.get(&entry.stamp().id) == Some(&entry.stamp().rev);
    entries.into_iter().filter(is_last).collect()
}
