// The talk beside the picture: each message once and at its place, deleted ones away for good, earlier ones as one
// scrolls up, and the line to write in. The list never lies: what the overlay thins out is all here.

import { openFeed } from './feed.js';
import { showActionsOnTap } from './message-touch.js';
import { toast } from './notices.js';
import { Older } from './older.js';
import { Outbox } from './outbox.js';

const NEAR = 60;
// A class of hours must not fill the page's memory; what leaves can be loaded again.
const MOST = 600;
const STYLE_KEY = 'danmaku-style';

export class Talk {
  /**
   * @param {HTMLElement} panel the `#talk` of a page
   * @param {object} on
   * @param {(message: HTMLElement) => void} on.added a new message is in the list
   * @param {(id: string) => void} on.removed one was deleted
   * @param {(user: string, name: string) => void} on.hidden somebody's danmaku are not wanted
   * @param {(name: string, data: any) => void} on.event what the room is told once
   * @param {() => ?number} on.mediaTime the wall clock, in milliseconds, of the picture that the writer sees
   */
  constructor(panel, on) {
    Object.assign(this, { panel, on, words: panel.dataset, viewer: panel.dataset.viewer });
    this.path = `/live/${panel.dataset.room}`;
    this.isStaff = panel.dataset.staff === 'true';
    this.list = panel.querySelector('#messages');
    this.pill = panel.querySelector('#to-newest');
    this.connection = panel.querySelector('.connection');
    this.form = panel.querySelector('#composer');
    /** Deleted messages, with the revision that they went with. */
    this.gone = new Map();
    this.list.addEventListener('scroll', () => this.isAtBottom() && (this.pill.hidden = true), { passive: true });
    this.pill.addEventListener('click', () => this.toBottom());
    panel.addEventListener('click', (event) => this.click(event));
    panel.addEventListener('submit', (event) => this.submit(event));
    showActionsOnTap(this.list);
    this.equip(this.list);
    this.older = new Older(this.list, (place, html) => place.replaceWith(this.equip(this.fragment(html))));
    this.older.watch();
    this.toBottom();
    if (this.form) this.openComposer();
    openFeed({
      socket: `${this.path}/socket`,
      last: Number(panel.dataset.rev),
      changes: (items) => items.forEach((item) => this.apply(item)),
      reset: () => this.reload(),
      event: (name, data) => this.on.event(name, data),
      state: (name) => this.showConnection(name),
    });
  }

  // What comes in

  apply({ id, rev, deleted, html }) {
    if (deleted) return this.remove(String(id), rev);
    const isBack = this.gone.get(String(id)) < rev;
    if (isBack) this.gone.delete(String(id));
    if (this.gone.has(String(id))) return;
    const message = this.parse(html);
    if (message) this.put(message, isBack);
  }

  put(message, isBack = false) {
    const known = this.list.querySelector(`[data-id="${message.dataset.id}"]`);
    const isOwn = message.dataset.user === this.viewer;
    message.classList.toggle('message--own', isOwn);
    this.equipOne(message);
    if (known) return known.replaceWith(message);
    // It stands where it stood, and is not flown over the picture again; if it is of earlier ones, it comes with them.
    if (isBack) return this.isEarlier(message) || this.insert(message);
    const wasAtBottom = this.isAtBottom();
    if (isOwn) this.pendingNode(message.id)?.remove();
    this.insert(message);
    if (wasAtBottom || isOwn) this.toBottom();
    else this.pill.hidden = false;
    this.trim();
    this.on.added(message);
  }

  /** By `seq`; what is still on its way stays last. */
  insert(message) {
    const seq = Number(message.dataset.seq);
    let next = null;
    for (let node = this.list.lastElementChild; node; node = node.previousElementSibling) {
      if (Number(node.dataset.seq) < seq) return node.after(message);
      if (node.matches('.message')) next = node;
    }
    if (next) next.before(message);
    else this.list.append(message);
  }

  /** Whether it stands before all that is here, where there is more to load. */
  isEarlier({ dataset }) {
    const first = this.list.querySelector('.message[data-seq]');
    return Boolean(first && this.older.link) && Number(dataset.seq) < Number(first.dataset.seq);
  }

  remove(id, rev) {
    this.gone.set(id, rev);
    this.list.querySelector(`[data-id="${id}"]`)?.remove();
    this.on.removed(id);
  }

  /** The newest messages in place of all that are here. */
  async reload() {
    const answer = await fetch(`${this.path}/messages?before=${Number.MAX_SAFE_INTEGER}`);
    if (!answer.ok) return;
    const pending = this.list.querySelectorAll('.message:not([data-id])');
    this.list.replaceChildren(this.equip(this.fragment(await answer.text())), ...pending);
    this.older.watch();
    this.toBottom();
  }

  parse(html) {
    return this.fragment(html).querySelector('.message');
  }

  /** What was deleted stays away, however late it arrives. */
  fragment(html) {
    const template = document.createElement('template');
    template.innerHTML = html;
    for (const message of template.content.querySelectorAll('.message')) {
      if (this.gone.has(message.dataset.id)) message.remove();
    }
    return template.content;
  }

  /** Gives each message what its reader may do with it. */
  equip(fragment) {
    for (const message of fragment.querySelectorAll('.message[data-id]')) this.equipOne(message);
    return fragment;
  }

  equipOne(message) {
    const { id, user, rank } = message.dataset;
    const isOwn = Boolean(user) && user === this.viewer;
    const actions = document.getElementById('message-actions').content.cloneNode(true).firstElementChild;
    const keep = {
      hide: Boolean(user) && !isOwn && rank !== 'teacher',
      pin: this.isStaff,
      mute: this.isStaff && Boolean(user) && !isOwn && rank === 'learner',
      deletion: isOwn || this.isStaff,
    };
    if (!keep.hide) actions.querySelector('[data-hide-person]').remove();
    const report = actions.querySelector('[data-report]');
    if (report && user && !isOwn) report.href = `${this.path}/messages/${id}/report`;
    else report?.remove();
    for (const form of actions.querySelectorAll('form')) {
      const { act } = form.dataset;
      if (!keep[act]) form.remove();
      else form.action = act === 'mute' ? `${this.path}/people/${user}/mute` : `${this.path}/messages/${id}/${act}`;
    }
    message.querySelector('.message__actions')?.remove();
    if (actions.childElementCount) message.append(actions);
  }

  showConnection(name) {
    const text = {
      away: this.words.textAway,
      'signed-out': this.words.textSignedOut,
      'not-allowed': this.words.textRemoved,
      stopped: this.words.textAway,
    }[name];
    this.connection.textContent = text ?? '';
    this.connection.hidden = !text;
    if (name === 'not-allowed') this.on.event('removed', null);
  }

  // What goes out

  openComposer() {
    this.recallStyle();
    this.form.addEventListener('change', () => this.keepStyle());
    this.outbox = new Outbox({
      key: `outbox ${this.viewer} ${this.path}`,
      address: `${this.path}/messages`,
      sending: (message) => this.pending(message, this.words.textSending),
      progress() {},
      waiting: (message, seconds) => this.pending(message, this.words.textSlow.replace('{seconds}', seconds)),
      failed: (message, why) => this.pending(message, `${this.words.textFailed} ${why}`, true),
      sent: (message, html) => this.sent(message, html),
    });
    for (const message of this.outbox.messages) this.pending(message, this.words.textFailed, Boolean(message.failed));
    this.outbox.work();
  }

  submit(event) {
    if (event.defaultPrevented) return;
    if (event.target.matches('.message__actions form:not([data-mutes])')) {
      event.preventDefault();
      // The feed confirms it, for this page as for every other.
      fetch(event.target.action, { method: 'POST', headers: { 'HX-Request': 'true' } }).catch(() => {});
    } else if (event.target === this.form) {
      event.preventDefault();
      this.write();
    }
  }

  write() {
    const { content, colour, mode } = Object.fromEntries(new FormData(this.form));
    if (!content.trim()) return;
    const fields = { colour, mode, media_time_ms: this.on.mediaTime() ?? '' };
    this.outbox.add({ content, fields });
    this.form.elements.content.value = '';
    this.form.querySelector('.field__error')?.remove();
    this.toBottom();
  }

  sent({ nonce }, html) {
    const message = this.parse(html);
    if (message) this.put(message);
    this.pendingNode(`m-${nonce}`)?.remove();
  }

  pending({ nonce, content }, note, hasFailed = false) {
    let node = this.pendingNode(`m-${nonce}`);
    if (!node) {
      if (document.getElementById(`m-${nonce}`)) return;
      node = document.getElementById('message-pending').content.cloneNode(true).firstElementChild;
      node.id = `m-${nonce}`;
      node.querySelector('.message__body').textContent = content;
      this.list.append(node);
      this.toBottom();
    }
    node.classList.toggle('message--pending', !hasFailed);
    node.classList.toggle('message--failed', hasFailed);
    node.querySelector('[role="status"]').textContent = note;
    for (const button of node.querySelectorAll('button')) button.hidden = !hasFailed;
  }

  pendingNode(id) {
    return this.list.querySelector(`.message:not([data-id])[id="${CSS.escape(id)}"]`);
  }

  click({ target }) {
    const hides = target.closest('[data-hide-person]')?.closest('.message');
    if (hides) {
      const name = hides.querySelector('.message__name').textContent;
      this.on.hidden(hides.dataset.user, name);
      toast(this.words.textHidden, 'success');
    }
    const failed = target.closest('.message--failed');
    if (!failed) return;
    const nonce = failed.id.slice(2);
    if (target.closest('[data-retry]')) this.outbox.retry(nonce);
    if (target.closest('[data-drop]')) {
      this.outbox.drop(nonce);
      failed.remove();
    }
  }

  keepStyle() {
    const { colour, mode } = Object.fromEntries(new FormData(this.form));
    try {
      localStorage.setItem(STYLE_KEY, JSON.stringify({ colour, mode }));
    } catch {
      // A browser that keeps nothing starts with the usual style next time.
    }
  }

  recallStyle() {
    let kept = {};
    try {
      kept = JSON.parse(localStorage.getItem(STYLE_KEY)) ?? {};
    } catch {
      // Nothing remembered, or nothing readable.
    }
    for (const name of ['colour', 'mode']) {
      const radio = this.form.querySelector(`[name="${name}"][value="${CSS.escape(kept[name] ?? '')}"]`);
      if (radio) radio.checked = true;
    }
  }

  // Where the reader is

  isAtBottom() {
    return this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < NEAR;
  }

  toBottom() {
    this.list.scrollTop = this.list.scrollHeight;
    this.pill.hidden = true;
  }

  trim() {
    const messages = this.list.querySelectorAll('.message[data-seq]');
    if (messages.length <= MOST || !this.isAtBottom()) return;
    const first = messages[messages.length - MOST / 2];
    while (this.list.firstElementChild !== first) this.list.firstElementChild.remove();
    this.older.leave(`${this.path}/messages?before=${first.dataset.seq}`);
  }
}
