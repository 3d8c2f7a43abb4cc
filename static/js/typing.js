// Who is writing in a room, said and shown. What is not said again for some seconds has ended.

const SAY_EVERY = 3_000;
const SHOWN_FOR = 6_000;
const MOST_NAMES = 3;

export class Typing {
  /** line: where it is shown; text: the field; address: where it is said. */
  constructor(line, text, { address, viewer, words }) {
    Object.assign(this, { line, address, viewer, words, last: 0, people: new Map() });
    text.addEventListener('input', () => {
      if (text.value.trim()) this.say();
    });
  }

  say() {
    if (Date.now() - this.last < SAY_EVERY) return;
    this.last = Date.now();
    fetch(this.address, { method: 'POST', headers: { 'HX-Request': 'true' } }).catch(() => {});
  }

  /** One's own message has gone: what is typed next is said at once. */
  sent() {
    this.last = 0;
  }

  heard({ user, name }) {
    if (String(user) === this.viewer) return;
    clearTimeout(this.people.get(user)?.timer);
    this.people.set(user, { name, timer: setTimeout(() => this.stopped(user), SHOWN_FOR) });
    this.show();
  }

  /** Whoever has said it writes no more. */
  stopped(user) {
    clearTimeout(this.people.get(user)?.timer);
    if (this.people.delete(user)) this.show();
  }

  show() {
    const names = [...this.people.values()].map(({ name }) => name);
    const isNamed = names.length <= MOST_NAMES && names.every(Boolean);
    const text = isNamed
      ? this.words.textTyping.replace('{names}', names.join(this.words.textNameSeparator))
      : this.words.textTypingMany.replace('{count}', names.length);
    this.line.textContent = names.length ? text : '';
  }
}
