// Messages of the class that wait for its staff: how many, which, and what is decided about them. Learners have none of it.

import { toast } from './notices.js';
import { wordsOf } from './outbox.js';

export class Reports {
  constructor() {
    this.list = document.getElementById('reports-list');
    this.list?.addEventListener('submit', (event) => this.submit(event));
  }

  /** What the staff is told: how many wait. */
  changed(count) {
    if (!this.list) return;
    this.show(count);
    this.refresh();
  }

  /** A message is gone, whoever has deleted it: nobody has to decide about it any more. */
  removed(id) {
    const item = this.list?.querySelector(`[data-reported="${CSS.escape(id)}"]`);
    if (!item) return;
    item.remove();
    this.show(Math.max(0, this.waiting - 1));
  }

  get waiting() {
    return Number(this.list.querySelector('[data-waiting]').dataset.waiting);
  }

  show(count) {
    this.list.querySelector('[data-waiting]').dataset.waiting = count;
    for (const place of document.querySelectorAll('[data-report-count]')) {
      place.textContent = count || '';
      place.hidden = !count;
    }
  }

  async refresh() {
    if (!this.list) return;
    const answer = await fetch(this.list.dataset.source).catch(() => null);
    if (!answer?.ok) return;
    this.list.innerHTML = await answer.text();
    this.show(this.waiting);
  }

  async submit(event) {
    if (event.defaultPrevented) return;
    event.preventDefault();
    const { action } = event.target;
    const id = event.target.closest('[data-reported]').dataset.reported;
    const answer = await fetch(action, { method: 'POST', headers: { 'HX-Request': 'true' } }).catch(() => null);
    if (answer?.ok) this.removed(id);
    else if (answer) toast(wordsOf(await answer.text()), 'error');
  }
}
