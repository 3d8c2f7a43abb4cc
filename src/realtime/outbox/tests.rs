//! What an outbox promises.

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
