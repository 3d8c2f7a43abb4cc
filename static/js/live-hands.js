// Raised hands: the viewer's own, with how many are before it, and for the staff the queue and its length.

import { toast } from './notices.js';
import { wordsOf } from './outbox.js';

export class Hands {
  /** @param {?string} viewer who looks at the page */
  constructor(box, viewer) {
    Object.assign(this, { box, viewer, words: box.dataset });
    this.form = box.querySelector('form');
    this.queue = document.getElementById('hand-queue');
    for (const place of [box, document.getElementById('hands')]) {
      place?.addEventListener('submit', (event) => this.submit(event));
    }
    this.show(box.dataset.order.split(',').filter(Boolean).map(Number));
  }

  /** What the room is told: whose hands are up, in their order. */
  changed(order) {
    this.show(order);
    this.refresh();
  }

  show(order) {
    this.order = order;
    for (const place of document.querySelectorAll('[data-hand-count]')) {
      place.textContent = order.length || '';
      place.hidden = !order.length;
    }
    if (!this.form) return;
    const before = order.indexOf(Number(this.viewer));
    const isUp = before >= 0;
    this.form.action = this.form.action.replace(/\/end$/, '') + (isUp ? '/end' : '');
    this.form.querySelector('button').setAttribute('aria-pressed', String(isUp));
    this.form.querySelector('[data-words]').textContent = isUp ? this.words.textDown : this.words.textUp;
    const place = before === 0 ? this.words.textNext : this.words.textBefore.replace('{count}', before);
    this.box.querySelector('[data-place]').textContent = isUp ? place : '';
  }

  /** A hand can be raised while the class is live. */
  opened(isLive) {
    if (this.form) this.form.hidden = !isLive;
    if (!isLive) this.show([]);
  }

  async refresh() {
    if (!this.queue) return;
    const answer = await fetch(this.queue.dataset.source).catch(() => null);
    if (answer?.ok) this.queue.innerHTML = await answer.text();
  }

  async submit(event) {
    event.preventDefault();
    const sending = fetch(event.target.action, { method: 'POST', headers: { 'HX-Request': 'true' } });
    const answer = await sending.catch(() => null);
    if (answer && !answer.ok) toast(wordsOf(await answer.text()), 'error');
  }
}
