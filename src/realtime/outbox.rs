//! What waits to be sent on one connection: a bounded queue that nobody ever waits for.

use std::collections::VecDeque;
use std::task::{Context, Poll, Waker};

use actix_web::web::Bytes;
use parking_lot::Mutex;

use super::frame::Frame;
use super::protocol::{self, Close};

/// The most that may wait; more than this, and the page is told to ask for what it missed instead.
const MOST_FRAMES: usize = 64;
const MOST_BYTES: usize = 256 * 1024;

/// Answers to pings beyond this are dropped: whoever sends more gets fewer.
const MOST_CONTROL_FRAMES: usize = 8;

/// Filled by the hub from any thread, emptied by the connection's own task.
#[derive(Default)]
pub(super) struct Outbox(Mutex<Waiting>);

#[derive(Default)]
struct Waiting {
    phase: Phase,
    frames: VecDeque<(i64, Frame)>,
    control: VecDeque<Frame>,
    bytes: usize,
    /// Overflows since the page last kept up.
    overflows: u8,
    waker: Option<Waker>,
}

#[derive(Clone, Copy, Default, PartialEq)]
enum Phase {
    /// Nothing is kept: the page has yet to say where it stands, or is to say so again.
    #[default]
    Behind,
    /// What is published is kept while the log is asked for what came before it.
    CatchingUp,
    /// What is published goes out.
    Flowing,
    /// The close frame is the last to go out.
    Closed,
}

impl Outbox {
    /// From now on frames are kept, to go out after what [`caught_up`](Outbox::caught_up) brings.
    pub(super) fn catch_up(&self) {
        let mut waiting = self.0.lock();
        if waiting.phase != Phase::Closed {
            waiting.phase = Phase::CatchingUp;
            waiting.clear();
        }
    }

    /// Sends what the log had to tell up to this revision, and then the kept frames that go beyond it.
    pub(super) fn caught_up(&self, upto: i64, answer: impl IntoIterator<Item = Frame>) {
        let mut waiting = self.0.lock();
        // If the queue has overflowed meanwhile, the page is about to ask again.
        if waiting.phase != Phase::CatchingUp {
            return;
        }
        waiting.phase = Phase::Flowing;
        waiting.frames.retain(|(to, _)| *to > upto);
        for frame in answer.into_iter().collect::<Vec<_>>().into_iter().rev() {
            waiting.frames.push_front((upto, frame));
        }
        waiting.bytes = waiting.frames.iter().map(|(_, frame)| frame.len()).sum();
        waiting.wake();
    }

    /// A frame of the log that brings the page up to this revision. Returns whether the connection must be closed
    /// because it has overflowed twice in a row.
    #[must_use]
    pub(super) fn push(&self, room: i64, upto: i64, frame: &Frame) -> bool {
        let mut waiting = self.0.lock();
        if !matches!(waiting.phase, Phase::CatchingUp | Phase::Flowing) {
            return false;
        }
        if waiting.has_room_for(frame) {
            waiting.enqueue(upto, frame.clone());
            if waiting.phase == Phase::Flowing {
                waiting.wake();
            }
            return false;
        }
        waiting.clear();
        waiting.phase = Phase::Behind;
        waiting.enqueue(upto, protocol::resync(room));
        waiting.overflows += 1;
        waiting.wake();
        waiting.overflows > 1
    }

    /// A frame outside the log: the first to be dropped when the queue is half full.
    pub(super) fn push_event(&self, frame: &Frame) {
        let mut waiting = self.0.lock();
        let is_crowded = waiting.frames.len() * 2 > MOST_FRAMES || waiting.bytes * 2 > MOST_BYTES;
        if waiting.phase == Phase::Flowing && !is_crowded {
            waiting.enqueue(i64::MAX, frame.clone());
            waiting.wake();
        }
    }

    /// A ping or a pong; it overtakes what waits.
    pub(super) fn push_control(&self, frame: Frame) {
        let mut waiting = self.0.lock();
        if waiting.phase != Phase::Closed && waiting.control.len() < MOST_CONTROL_FRAMES {
            waiting.control.push_back(frame);
            waiting.wake();
        }
    }

    /// Drops what waits and says goodbye. Returns whether it was open until now.
    pub(super) fn close(&self, why: Close) -> bool {
        let mut waiting = self.0.lock();
        if waiting.phase == Phase::Closed {
            return false;
        }
        waiting.clear();
        waiting.phase = Phase::Closed;
        waiting.control.push_back(Frame::close(why as u16));
        waiting.wake();
        true
    }

    /// The next frame for the wire; `None` once the close frame has gone out.
    pub(super) fn poll_next(&self, context: &mut Context<'_>) -> Poll<Option<Bytes>> {
        let mut waiting = self.0.lock();
        if let Some(frame) = waiting.control.pop_front() {
            return Poll::Ready(Some(frame.into_bytes()));
        }
        if waiting.phase == Phase::Closed {
            return Poll::Ready(None);
        }
        if waiting.phase != Phase::CatchingUp
            && let Some((_, frame)) = waiting.frames.pop_front()
        {
            waiting.bytes -= frame.len();
            return Poll::Ready(Some(frame.into_bytes()));
        }
        if waiting.phase == Phase::Flowing {
            waiting.overflows = 0;
        }
        waiting.waker = Some(context.waker().clone());
        Poll::Pending
    }
}

impl Waiting {
    fn has_room_for(&self, frame: &Frame) -> bool {
        // A single frame of any size may wait when it is alone, or it could never be delivered.
        self.frames.is_empty()
            || (self.frames.len() < MOST_FRAMES && self.bytes + frame.len() <= MOST_BYTES)
    }

    fn enqueue(&mut self, upto: i64, frame: Frame) {
        self.bytes += frame.len();
        self.frames.push_back((upto, frame));
    }

    fn clear(&mut self) {
        self.frames = VecDeque::new();
        self.bytes = 0;
    }

    fn wake(&mut self) {
        if let Some(waker) = self.waker.take() {
            waker.wake();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn next(outbox: &Outbox) -> Option<Bytes> {
        match outbox.poll_next(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(bytes) => bytes,
            Poll::Pending => None,
        }
    }

    fn frame(text: &str) -> Frame {
        Frame::text(text)
    }

    fn flowing() -> Outbox {
        let outbox = Outbox::default();
        outbox.catch_up();
        outbox.caught_up(0, []);
        outbox
    }

    fn overflow(outbox: &Outbox) -> bool {
        (0..=MOST_FRAMES).any(|rev| outbox.push(7, rev as i64, &frame("x")))
    }

    #[test]
    fn nothing_is_kept_before_the_page_says_where_it_stands() {
        let outbox = Outbox::default();
        assert!(!outbox.push(7, 1, &frame("early")));
        outbox.catch_up();
        outbox.caught_up(1, []);
        assert_eq!(next(&outbox), None);
    }

    #[test]
    fn what_is_published_while_catching_up_follows_the_answer_once() {
        let outbox = Outbox::default();
        outbox.catch_up();
        assert!(!outbox.push(7, 4, &frame("in the answer too")));
        assert!(!outbox.push(7, 5, &frame("after the answer")));
        assert_eq!(next(&outbox), None, "held back until the answer is there");
        outbox.caught_up(4, [frame("answer")]);
        assert_eq!(next(&outbox), Some(frame("answer").into_bytes()));
        assert_eq!(next(&outbox), Some(frame("after the answer").into_bytes()));
        assert_eq!(next(&outbox), None);
    }

    #[test]
    fn an_overflow_becomes_one_resync_and_the_next_one_closes() {
        let outbox = flowing();
        assert!(!overflow(&outbox), "the first overflow is forgiven");
        assert_eq!(next(&outbox), Some(protocol::resync(7).into_bytes()));
        assert_eq!(next(&outbox), None);
        outbox.catch_up();
        outbox.caught_up(0, []);
        assert!(overflow(&outbox), "not read since: the second one is not");
    }

    #[test]
    fn keeping_up_again_forgives_an_overflow() {
        let outbox = flowing();
        assert!(!overflow(&outbox));
        next(&outbox);
        outbox.catch_up();
        outbox.caught_up(0, []);
        assert_eq!(next(&outbox), None, "all sent");
        assert!(!overflow(&outbox));
    }

    #[test]
    fn memory_is_bounded_by_bytes_as_well() {
        let outbox = flowing();
        let large = frame(&"x".repeat(MOST_BYTES / 2));
        assert!(!outbox.push(7, 1, &large));
        assert!(!outbox.push(7, 2, &large));
        assert_eq!(next(&outbox), Some(protocol::resync(7).into_bytes()));
    }

    #[test]
    fn a_close_is_the_last_frame() {
        let outbox = flowing();
        assert!(!outbox.push(7, 1, &frame("never sent")));
        assert!(outbox.close(Close::NotAllowed));
        assert!(!outbox.close(Close::Restart), "closed once");
        assert_eq!(next(&outbox), Some(Frame::close(4403).into_bytes()));
        assert!(!outbox.push(7, 2, &frame("too late")));
        let mut context = Context::from_waker(Waker::noop());
        assert_eq!(outbox.poll_next(&mut context), Poll::Ready(None));
    }

    #[test]
    fn events_are_dropped_before_messages_are() {
        let outbox = flowing();
        for rev in 0..=(MOST_FRAMES / 2) as i64 {
            assert!(!outbox.push(7, rev, &frame("x")));
        }
        outbox.push_event(&frame("viewers"));
        assert_eq!(outbox.0.lock().frames.len(), MOST_FRAMES / 2 + 1);
    }
}
