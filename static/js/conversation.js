// The messages on the page: each is there once, at its place, and what was deleted stays away.

import { Older } from './older.js';
import { Times } from './times.js';

const RUN = 5 * 60_000;
const NEAR = 80;
const MOST = 600;

export class Conversation {
  /** reached(): the reader has come to the bottom. */
  constructor(room, { reached }) {
    this.room = room;
    this.list = room.querySelector('#messages');
    this.pill = room.querySelector('.unread-pill');
    this.viewer = room.dataset.viewer;
    this.isModerator = room.dataset.moderator === 'true';
    // Up to here everything had been read when the page came.
    this.read = Number(room.dataset.read);
    this.times = new Times(room.dataset.timeZone, document.documentElement.lang);
    // What was deleted, by which revision: what comes late stays away, what is brought back later does not.
    this.gone = new Map();
    this.missed = new Map();
    this.unseen = 0;
    this.list.addEventListener('scroll', () => {
      if (!this.isAtBottom()) return;
      this.showPill(0);
      reached();
    }, { passive: true });
    this.pill.addEventListener('click', () => this.toBottom());
    for (const message of this.list.querySelectorAll('.message[data-id]')) this.dress(message);
    this.older = new Older(this.list, (place, html) => this.putOlder(place, html));
    this.older.watch();
    const target = document.getElementById('new') ?? document.querySelector(':target');
    if (target) target.scrollIntoView({ block: 'center' });
    else this.toBottom();
  }

  // What comes in

  apply(item) {
    if (item.rev <= this.gone.get(item.id)) return;
    const node = this.list.querySelector(`[data-id="${item.id}"]`);
    if (item.deleted) {
      this.gone.set(item.id, item.rev);
      this.missed.delete(item.id);
      if (node) this.remove(node);
      this.forgetQuotes(this.list);
      return;
    }
    this.gone.delete(item.id);
    if (!node && this.isFurtherUp(item)) {
      this.missed.set(item.id, item.html);
      return;
    }
    const wasAtBottom = this.isAtBottom();
    this.put(this.parse(item.html), node);
    if (wasAtBottom) this.toBottom();
    else if (!node && String(item.user) !== this.viewer) this.showPill(this.unseen + 1);
  }

  /** The answer to a message of one's own; the feed may have brought it before. */
  sent({ nonce }, html) {
    const answer = this.parse(html);
    if (!answer || this.gone.has(Number(answer.dataset.id))) return this.pendingNode(nonce)?.remove();
    this.put(answer, this.list.querySelector(`[data-id="${answer.dataset.id}"]`));
    this.toBottom();
  }

  /** One's own message waits for a moderator: it stands at the end until the feed brings it, or it is gone. */
  held({ nonce }, html) {
    const held = this.parse(html);
    const place = this.pendingNode(nonce);
    if (place) place.replaceWith(held);
    else this.list.append(held);
    drawFormulas(held);
    this.toBottom();
  }

  /** The newest stretch in place of all that is here. */
  replace(html, note) {
    const pending = [...this.list.querySelectorAll('.message--pending, .message--failed, .message--held')];
    this.list.innerHTML = html;
    const gap = document.createElement('p');
    gap.className = 'gap';
    gap.textContent = note;
    this.list.prepend(gap);
    this.list.append(...pending);
    for (const message of this.list.querySelectorAll('.message[data-id]')) this.dress(message);
    this.older.watch();
    this.toBottom();
  }

  clear() {
    this.list.replaceChildren();
  }

  parse(html) {
    const template = document.createElement('template');
    template.innerHTML = html;
    return template.content.querySelector('.message');
  }

  put(message, old) {
    const isOwn = message.dataset.user === this.viewer;
    message.classList.toggle('message--own', isOwn);
    this.times.write(message);
    this.dress(message);
    this.forgetQuotes(message);
    const place = old ?? (isOwn ? this.pendingNode(message.id.slice(2)) : null);
    // Somebody reacts while it is being edited: what has been typed stays.
    const form = old?.querySelector('.message-edit');
    if (form) message.append(form);
    if (place && this.isInPlace(place, message)) place.replaceWith(message);
    else {
      place?.remove();
      this.insert(message);
    }
    this.arrange(message);
    this.trim();
  }

  /** A change to a message above what has been loaded: it is shown when one gets there. */
  isFurtherUp({ seq }) {
    const first = this.list.querySelector('.message[data-seq]');
    return first && seq < Number(first.dataset.seq) && this.older.link;
  }

  /** What was deleted is quoted nowhere. */
  forgetQuotes(within) {
    for (const quote of within.querySelectorAll('.message__quote')) {
      if (this.gone.has(Number(quote.dataset.of))) quote.textContent = this.room.dataset.textQuoteDeleted;
    }
  }

  /** What its reader may do with a message, and which reactions are theirs. */
  dress(message) {
    drawFormulas(message);
    if (message.matches('.message--system')) return;
    message.querySelector('.message__actions')?.remove();
    message.append(this.actions(message));
    const called = message.dataset.mentions?.split(' ') ?? [];
    const isCalled = message.dataset.user !== this.viewer && (called.includes('all') || called.includes(this.viewer));
    message.classList.toggle('message--mention', isCalled);
    for (const call of message.querySelectorAll('.call')) {
      const isOwn = isCalled && ['0', this.viewer].includes(call.dataset.user);
      call.classList.toggle('call--own', isOwn);
    }
    for (const button of message.querySelectorAll('.message__reactions button')) {
      button.setAttribute('aria-pressed', button.dataset.users.split(' ').includes(this.viewer));
    }
  }

  /** Brings the message that is quoted into sight; false if it is not on the page. */
  show(id) {
    const message = this.list.querySelector(`[data-id="${CSS.escape(id)}"]`);
    if (!message) return false;
    message.scrollIntoView({ block: 'center' });
    message.tabIndex = -1;
    message.focus({ preventScroll: true });
    return true;
  }

  pendingNode(nonce) {
    return this.list.querySelector(`.message:not([data-id])[id="m-${CSS.escape(nonce)}"]`);
  }

  /** A pending message stays where it is only if nothing newer stands above it. */
  isInPlace(place, message) {
    const above = before(place);
    return place.dataset.id || !above || Number(above.dataset.seq) < Number(message.dataset.seq);
  }

  insert(message) {
    const seq = Number(message.dataset.seq);
    let next = null;
    for (let node = this.list.lastElementChild; node; node = node.previousElementSibling) {
      if (!node.matches('.message')) continue;
      if (node.dataset.seq && Number(node.dataset.seq) < seq) return node.after(message);
      next = node;
    }
    // Nothing older is on the page; it goes before the first that is newer, behind what stands above that.
    if (next) next.before(message);
    else this.list.append(message);
  }

  remove(node) {
    const next = after(node);
    const divider = node.previousElementSibling;
    node.remove();
    if (next) this.arrange(next);
    else if (divider?.matches('.day-divider')) divider.remove();
  }

  // How it looks

  /** Day dividers and runs depend on the neighbours: those of this message, and of the one below it. */
  arrange(message) {
    this.arrangeOne(message);
    const next = after(message);
    if (next) this.arrangeOne(next);
  }

  arrangeOne(message) {
    const above = before(message);
    const at = Number(message.dataset.at);
    const day = this.times.day(at);
    const isNewDay = !above || this.times.day(Number(above.dataset.at)) !== day;
    const divider = dividerOf(message, '.day-divider');
    if (!isNewDay) divider?.remove();
    else if (!divider) message.before(line('day-divider', day));
    const isRun = above && !isNewDay && message.dataset.user && above.dataset.user === message.dataset.user && at - Number(above.dataset.at) < RUN;
    message.classList.toggle('message--continued', Boolean(isRun && !dividerOf(message, '.new-divider')));
  }

  actions({ dataset: { id, user, pinned, edited } }) {
    const actions = document.getElementById('message-actions').content.cloneNode(true).firstElementChild;
    const path = `${this.room.dataset.path}/messages/${id}`;
    actions.querySelector('.message__react').action = `${path}/reactions`;
    const isOwn = user === this.viewer;
    const offer = (selector, attribute, address, isOffered) => {
      const action = actions.querySelector(selector);
      if (isOffered) action[attribute] = address;
      else action.remove();
    };
    offer('[data-pin]', 'action', `${path}/pin`, this.room.dataset.pins === 'true');
    actions.querySelector(`[data-pin] [value="${pinned === undefined ? 'false' : 'true'}"]`)?.remove();
    offer('[data-revisions]', 'href', `${path}/revisions`, this.isModerator && edited !== undefined);
    offer('[data-report]', 'href', `${path}/report`, !isOwn);
    offer('[data-edit]', 'href', `${path}/edit`, isOwn);
    offer('[data-delete]', 'action', `${path}/deletion`, isOwn || this.isModerator);
    return actions;
  }

  /** A message that is being sent: { note, share, hasFailed }. */
  pending({ nonce, content, files }, { note, share, hasFailed = false }) {
    let node = this.pendingNode(nonce);
    if (!node) {
      if (this.list.querySelector(`.message--own[id="m-${CSS.escape(nonce)}"]`)) return;
      node = document.getElementById('message-pending').content.cloneNode(true).firstElementChild;
      node.id = `m-${nonce}`;
      node.querySelector('.message__body').innerText = [content, ...files.map((file) => file.name)].filter(Boolean).join('\n');
      this.list.append(node);
      this.toBottom();
    }
    node.classList.toggle('message--pending', !hasFailed);
    node.classList.toggle('message--failed', hasFailed);
    node.querySelector('[role="status"]').textContent = note;
    for (const button of node.querySelectorAll('button')) button.hidden = !hasFailed;
    const bar = node.querySelector('progress');
    bar.hidden = hasFailed || !files.length || share === undefined;
    if (share !== undefined) bar.value = share;
  }

  // Where the reader is

  lastSeq() {
    const numbered = this.list.querySelectorAll('.message[data-seq]');
    return Number(numbered[numbered.length - 1]?.dataset.seq ?? 0);
  }

  isAtBottom() {
    return this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < NEAR;
  }

  toBottom() {
    this.list.scrollTop = this.list.scrollHeight;
    this.showPill(0);
  }

  showPill(count) {
    this.unseen = count;
    this.pill.hidden = count === 0;
    this.pill.textContent = `${this.room.dataset.textNewBelow} (${count})`;
  }

  /** A page that stays open in a busy room does not grow without end; what leaves can be loaded again. */
  trim() {
    const messages = this.list.querySelectorAll('.message[data-seq]');
    if (messages.length <= MOST || !this.isAtBottom()) return;
    const first = messages[messages.length - MOST / 2];
    while (this.list.firstElementChild !== first) this.list.firstElementChild.remove();
    this.older.leave(`${this.room.dataset.path}?before=${first.dataset.seq}`);
    this.arrangeOne(first);
  }

  // History, as one scrolls up

  putOlder(place, html) {
    const older = document.createElement('template');
    older.innerHTML = html;
    for (const message of older.content.querySelectorAll('.message')) {
      const id = Number(message.dataset.id);
      if (this.gone.has(id)) {
        message.remove();
        continue;
      }
      const newer = this.missed.get(id) && this.parse(this.missed.get(id));
      this.missed.delete(id);
      newer?.classList.toggle('message--own', newer.dataset.user === this.viewer);
      newer?.classList.toggle('message--continued', message.matches('.message--continued'));
      if (newer) this.times.write(newer);
      this.dress(newer ?? message);
      if (newer) message.replaceWith(newer);
    }
    this.forgetQuotes(older.content);
    const seam = after(place);
    place.replaceWith(older.content);
    if (seam) this.arrangeOne(seam);
    this.markNew();
  }

  /** The line above what was unread when the page came, as soon as the message above it is on the page. */
  markNew() {
    if (document.getElementById('new')) return;
    const isUnread = ({ dataset: { seq } }) => Number(seq) > this.read && Number(seq) <= Number(this.room.dataset.last);
    const first = [...this.list.querySelectorAll('.message[data-seq]')].find(isUnread);
    if (!first || (!before(first) && this.older.link)) return;
    const divider = line('new-divider', this.room.dataset.textNew);
    divider.id = 'new';
    first.before(divider);
    this.arrangeOne(first);
  }

  /** Loads what is above until the first unread message is on the page, and shows it; false if that does not come. */
  async toFirstUnread() {
    const isAbove = () => Number(this.list.querySelector('.message[data-seq]').dataset.seq) > this.read + 1;
    while (isAbove()) {
      const { link } = this.older;
      if (!link || !(await this.older.load(link))) break;
    }
    const divider = document.getElementById('new');
    divider?.scrollIntoView({ block: 'center' });
    return Boolean(divider);
  }
}

/** Formulas are drawn where there are any; only then what it takes is loaded. */
function drawFormulas(within) {
  if (within.querySelector('code.math')) import('./math.js').then(({ draw }) => draw()).catch(() => {});
}

function line(className, text) {
  const line = document.createElement('p');
  line.className = className;
  line.textContent = text;
  return line;
}

function neighbour(node, step) {
  for (let other = node[step]; other; other = other[step]) {
    if (other.matches('.message[data-seq]')) return other;
  }
  return null;
}

function before(node) {
  return neighbour(node, 'previousElementSibling');
}

function after(node) {
  return neighbour(node, 'nextElementSibling');
}

/** The divider between this message and the one above. */
function dividerOf(message, selector) {
  for (let node = message.previousElementSibling; node && !node.matches('.message'); node = node.previousElementSibling) {
    if (node.matches(selector)) return node;
  }
  return null;
}
