//! Tells the pages of a class what has changed beside the talk: a question, a poll, the raised hands. Rendered once per language.
//!
//! The first change of a room goes out at once; what follows within [`PACE`] is gathered, so a thousand votes are two
//! frames a second, of numbers alone and for the staff alone: what only they may see, only they are told. What is told is what the database says when it is told, so nothing told is ever older than what was
//! told before, and a page that missed something asks for the whole list when its socket is back.

mod telling;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;

use super::RoomId;
use crate::state::App;

const PACE: Duration = Duration::from_millis(500);

/// What waits to be told, room by room. A room has an entry as long as somebody is telling it.
#[derive(Clone, Default)]
pub struct Board(Arc<Mutex<HashMap<RoomId, Changes>>>);

#[derive(Default, PartialEq)]
struct Changes {
    questions: BTreeSet<i64>,
    polls: BTreeSet<i64>,
    votes: BTreeSet<i64>,
    quick: BTreeSet<i64>,
    quick_answers: BTreeSet<i64>,
    hands: bool,
    roll_call: bool,
    signed_in: bool,
    lost: bool,
    conduct: bool,
    reports: bool,
    slide: bool,
    /// How many of each.
    emoji: BTreeMap<&'static str, u32>,
}

impl Changes {
    fn is_empty(&self) -> bool {
        *self == Changes::default()
    }
}

impl Board {
    /// To be called after the commit that has changed this question, or deleted it.
    pub fn question(&self, app: &App, room: RoomId, question: i64) {
        self.note(app, room, |changes| {
            changes.questions.insert(question);
        });
    }

    /// To be called after the commit with which somebody has chosen something in this poll.
    pub fn vote(&self, app: &App, room: RoomId, poll: i64) {
        self.note(app, room, |changes| {
            changes.votes.insert(poll);
        });
    }

    /// To be called after the commit that has changed this poll: made, opened, closed, shown or deleted it.
    pub fn poll(&self, app: &App, room: RoomId, poll: i64) {
        self.note(app, room, |changes| {
            changes.polls.insert(poll);
        });
    }

    /// To be called after the commit that has changed this quick quiz.
    pub fn quick(&self, app: &App, room: RoomId, quiz: i64) {
        self.note(app, room, |changes| {
            changes.quick.insert(quiz);
        });
    }

    /// To be called after the commit with which somebody has answered this quick quiz.
    pub fn quick_answer(&self, app: &App, room: RoomId, quiz: i64) {
        self.note(app, room, |changes| {
            changes.quick_answers.insert(quiz);
        });
    }

    /// To be called after the commit that has changed who has raised a hand.
    pub fn hands(&self, app: &App, room: RoomId) {
        self.note(app, room, |changes| changes.hands = true);
    }

    /// To be called after the commit that has opened or closed a roll call.
    pub fn roll_call(&self, app: &App, room: RoomId) {
        self.note(app, room, |changes| changes.roll_call = true);
    }

    /// To be called after the commit with which somebody has signed in.
    pub fn signed_in(&self, app: &App, room: RoomId) {
        self.note(app, room, |changes| changes.signed_in = true);
    }

    /// To be called after the commit with which somebody is lost.
    pub fn lost(&self, app: &App, room: RoomId) {
        self.note(app, room, |changes| changes.lost = true);
    }

    /// To be called after the commit that has changed how fast the talk is or what stands above it.
    pub fn conduct(&self, app: &App, room: RoomId) {
        self.note(app, room, |changes| changes.conduct = true);
    }

    /// To be called after the commit that has changed which messages wait for the staff, but for those that a deletion settles:
    /// pages learn of it by the deletion.
    pub fn reports(&self, app: &App, room: RoomId) {
        self.note(app, room, |changes| changes.reports = true);
    }

    /// To be called after the commit that has turned a page.
    pub fn slide(&self, app: &App, room: RoomId) {
        self.note(app, room, |changes| changes.slide = true);
    }

    /// Somebody sends an emoji, which is kept nowhere.
    pub fn emoji(&self, app: &App, room: RoomId, emoji: &'static str) {
        self.note(app, room, |changes| {
            *changes.emoji.entry(emoji).or_default() += 1;
        });
    }

    fn note(&self, app: &App, room: RoomId, change: impl FnOnce(&mut Changes)) {
        let mut rooms = self.0.lock();
        let is_first = !rooms.contains_key(&room);
        change(rooms.entry(room).or_default());
        if is_first {
            tokio::spawn(self.clone().tell_all(app.clone(), room));
        }
    }

    async fn tell_all(self, app: App, room: RoomId) {
        while let Some(changes) = self.take(room) {
            if let Err(error) = telling::tell(&app, room, changes).await {
                tracing::warn!(room, %error, "pages of a class were not told what changed");
            }
            tokio::time::sleep(PACE).await;
        }
    }

    /// What has gathered; nothing, and the room's entry is gone.
    fn take(&self, room: RoomId) -> Option<Changes> {
        let mut rooms = self.0.lock();
        let changes = std::mem::take(rooms.get_mut(&room)?);
        if changes.is_empty() {
            rooms.remove(&room);
            return None;
        }
        Some(changes)
    }
}
