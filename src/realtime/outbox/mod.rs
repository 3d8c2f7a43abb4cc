//! What waits to be sent on one connection: a bounded queue that nobody ever waits for.

use std::collections::VecDeque;
use std::task::{Context, Poll, Waker};

use actix_web::web::Bytes;
use parking_lot::Mutex;

use crate::realtime::frame::Frame;
use crate::realtime::protocol::{self, Close};
use crate::web::metrics;

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
        metrics::OVERFLOWS.inc();
        waiting.wake();
        waiting.overflows > 1
    }

    /// Drops what waits and has the page ask again, because more was missed than it can be told.
    pub(super) fn start_over(&self, room: i64) {
        let mut waiting = self.0.lock();
        if matches!(waiting.phase, Phase::CatchingUp | Phase::Flowing) {
            waiting.clear();
            waiting.phase = Phase::Behind;
            waiting.enqueue(i64::MAX, protocol::resync(room));
            waiting.wake();
        }
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
            metrics::DELIVERIES.inc();
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
mod tests;
