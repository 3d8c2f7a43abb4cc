// The page's end of a room's socket, for chat and for live classes: keeps it open, and hands over every change once and
// in order. What is said over it is written down in src/realtime/mod.rs.
//
//   openFeed({ socket: '/chat/rooms/7/socket', last: 17,
//     changes(items) {},      // by revision; an item is { id, seq, rev, user, nonce, deleted, html }
//     reset() {},             // too much was missed: show the newest anew; may be async
//     event(name, data) {},   // told once, not part of the log
//     state(name) {} });      // 'open', 'away', and for good: 'signed-out', 'not-allowed', 'stopped'

const ANSWER_WITHIN = 10_000;
const LONGEST_DELAY = 30_000;
const ENDS = { 4401: 'signed-out', 4403: 'not-allowed', 1008: 'stopped' };

export function openFeed(options) {
  const feed = new Feed(options);
  feed.connect();
  // A laptop that was asleep, a phone that changed networks: ask, and if nothing answers, connect anew.
  addEventListener('online', () => feed.nudge());
  addEventListener('pageshow', () => feed.nudge());
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) feed.nudge();
  });
  return feed;
}

class Feed {
  constructor({ socket, last, changes, reset, event, state }) {
    this.address = new URL(socket, location.href);
    this.address.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
    this.last = last;
    this.on = { changes, reset, event: event ?? (() => {}), state: state ?? (() => {}) };
    this.failures = 0;
    this.hasEnded = false;
    this.turn = Promise.resolve();
  }

  connect() {
    clearTimeout(this.reconnecting);
    const socket = new WebSocket(this.address);
    this.socket = socket;
    socket.addEventListener('open', () => this.ask());
    socket.addEventListener('message', ({ data }) => {
      if (this.socket === socket) this.take(JSON.parse(data));
    });
    socket.addEventListener('close', ({ code }) => {
      if (this.socket === socket) this.lost(code);
    });
  }

  /** Says where the page stands; the answer brings it up to date. */
  ask() {
    if (this.socket.readyState !== WebSocket.OPEN) return;
    this.socket.send(JSON.stringify({ type: 'resume', after: this.last }));
    clearTimeout(this.overdue);
    this.overdue = setTimeout(() => this.abandon(), ANSWER_WITHIN);
  }

  nudge() {
    if (this.hasEnded) return;
    if (this.socket.readyState === WebSocket.OPEN) this.ask();
    else if (this.socket.readyState === WebSocket.CLOSED) this.connect();
  }

  /** One frame after the other: starting over takes a request, and what follows must not be put into what it replaces. */
  take(frame) {
    this.turn = this.turn.then(() => this.receive(frame)).catch((error) => console.error(error));
  }

  async receive(frame) {
    if (frame.type === 'changes') this.apply(frame);
    else if (frame.type === 'resync') this.ask();
    else if (frame.type === 'event') this.on.event(frame.name, frame.data);
    else if (frame.type === 'reset') {
      this.answered();
      this.last = frame.to;
      await this.on.reset(frame.to);
    }
  }

  apply({ from, to, items }) {
    if (from <= this.last + 1) this.answered();
    if (to <= this.last) return;
    // Something is missing in between. An answer is on its way if one was asked for, so this asks only once.
    if (from > this.last + 1) return this.overdue ? undefined : this.ask();
    const last = this.last;
    this.last = to;
    this.on.changes(items.filter((item) => item.rev > last));
  }

  answered() {
    clearTimeout(this.overdue);
    this.overdue = undefined;
    this.failures = 0;
    this.on.state('open');
  }

  /** The other end has not answered: it is not there, whatever the browser believes. */
  abandon() {
    const socket = this.socket;
    this.lost(1006);
    socket.close();
  }

  lost(code) {
    this.socket = { readyState: WebSocket.CLOSED };
    clearTimeout(this.overdue);
    this.overdue = undefined;
    this.hasEnded = code in ENDS;
    this.on.state(ENDS[code] ?? 'away');
    if (this.hasEnded) return;
    this.reconnecting = setTimeout(() => this.connect(), delayAfter(this.failures));
    this.failures += 1;
  }
}

/** In milliseconds, after so many failures in a row. Not everybody at once: a restarted server has them all to take back. */
export function delayAfter(failures) {
  return Math.min(LONGEST_DELAY, 500 * 2 ** failures) * (0.5 + Math.random());
}
