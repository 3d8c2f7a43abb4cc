//! Frames of a room: built once per language, and for hot rooms no more often than the log's pace.
//!
//! The first batch after a quiet time goes at once; what follows is gathered, and goes as one frame when the pace has
//! passed. Revisions stay in order, as everything of a room goes through its one [`Held`].

use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use super::frame::Frame;
use super::log::{Entry, Log};
use super::protocol;
use super::room::Room;
use crate::i18n::Locale;

/// The changes `from ..= to` of a room, rendered in the languages that somebody listens in.
#[derive(Debug)]
pub(super) struct Batch {
    pub(super) from: i64,
    pub(super) to: i64,
    items: [Option<String>; Locale::ALL.len()],
}

/// What a room has gathered since its last frame.
#[derive(Default)]
pub(super) struct Held {
    batch: Option<Batch>,
    /// Not before this; `None` while the room is quiet.
    next: Option<Instant>,
}

impl Batch {
    pub(super) fn render<L: Log>(
        from: i64,
        to: i64,
        entries: &[L::Entry],
        locales: &[Locale],
    ) -> Batch {
        let items = Locale::ALL.map(|locale| {
            locales
                .contains(&locale)
                .then(|| render::<L>(locale, entries))
        });
        Batch { from, to, items }
    }

    pub(super) fn frames(&self, room: i64) -> [Option<Frame>; Locale::ALL.len()] {
        let text = |items: &String| protocol::changes(room, self.from, self.to, items);
        Locale::ALL.map(|locale| {
            let items = self.items[locale as usize].as_ref();
            items.map(|items| Frame::text(&text(items)))
        })
    }

    /// Adds the batch that follows this one.
    fn append(&mut self, next: Batch) {
        self.to = next.to;
        for (own, more) in self.items.iter_mut().zip(next.items) {
            match (own.as_mut(), more) {
                (Some(own), Some(more)) if own.is_empty() || more.is_empty() => own.push_str(&more),
                (Some(own), Some(more)) => {
                    own.push(',');
                    own.push_str(&more);
                }
                (None, more) => *own = more,
                (Some(_), None) => {}
            }
        }
    }
}

/// The messages as the items of a frame.
pub(super) fn render<L: Log>(locale: Locale, entries: &[L::Entry]) -> String {
    let stamps = entries.iter().map(Entry::stamp);
    protocol::items(stamps.zip(L::render(locale, entries)))
}

/// Sends the batch now or, in a room that has just had a frame, a little later together with what follows.
pub(super) fn publish(room: &Arc<Room>, id: i64, batch: Batch, pace: Option<Duration>) {
    let Some(pace) = pace else {
        return room.send(id, &batch);
    };
    let mut held = room.held.lock();
    let now = Instant::now();
    let next = held.next;
    match (&mut held.batch, next) {
        (Some(gathered), _) => gathered.append(batch),
        (None, Some(next)) if next > now => {
            held.batch = Some(batch);
            let room = room.clone();
            tokio::spawn(async move {
                tokio::time::sleep_until(next).await;
                flush(&room, id, pace);
            });
        }
        (None, _) => {
            room.send(id, &batch);
            held.next = Some(now + pace);
        }
    }
}

fn flush(room: &Room, id: i64, pace: Duration) {
    // Sent under the lock, so that the next batch can't overtake it.
    let mut held = room.held.lock();
    if let Some(batch) = held.batch.take() {
        room.send(id, &batch);
        held.next = Some(Instant::now() + pace);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn batch(from: i64, to: i64, chinese: Option<&str>, english: Option<&str>) -> Batch {
        Batch {
            from,
            to,
            items: [chinese.map(String::from), english.map(String::from)],
        }
    }

    #[test]
    fn batches_join_without_a_gap_in_each_language() {
        let mut first = batch(1, 2, Some(r#"{"id":1}"#), None);
        first.append(batch(3, 3, Some(r#"{"id":2}"#), Some(r#"{"id":2}"#)));
        first.append(batch(4, 4, Some(""), Some("")));
        assert_eq!((first.from, first.to), (1, 4));
        assert_eq!(first.items[0].as_deref(), Some(r#"{"id":1},{"id":2}"#));
        assert_eq!(first.items[1].as_deref(), Some(r#"{"id":2}"#));
    }
}
