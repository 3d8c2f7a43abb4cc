// Polls: the list beside the picture, and the open one over it until the viewer has voted or put it aside. What the room
// is told is the same for everybody and holds no counts before they are shown; the staff asks for its own list instead.

import { showCard } from './live-card.js';
import { toast } from './notices.js';
import { wordsOf } from './outbox.js';
import { serverNow } from './server-clock.js';

export class Polls {
  /** @param {{stage: () => HTMLElement}} on where the picture is now */
  constructor(panel, on) {
    Object.assign(this, { panel, on, words: panel.dataset, isStaff: panel.dataset.staff === 'true' });
    this.list = panel.querySelector('#poll-list');
    this.aside = new Set();
    this.votes = new Map();
    for (const poll of this.list.children) this.remember(poll);
    document.addEventListener('submit', (event) => this.submit(event));
    document.addEventListener('stage-opened', () => this.settle());
    setInterval(() => this.tick(), 1_000);
    this.settle();
  }

  /** What the room is told: polls as the audience has them; without HTML one is gone. */
  changed(items) {
    if (this.isStaff) return this.refresh();
    for (const { id, html } of items) {
      const known = this.list.querySelector(`[data-poll="${id}"]`);
      const poll = html && parse(html);
      if (!poll) known?.remove();
      // Others have voted; whoever is choosing goes on.
      else if (known && isAlike(known, poll)) continue;
      else if (known) known.replaceWith(poll);
      else this.list.prepend(poll);
      if (poll) this.recall(poll);
    }
    this.settle();
  }

  /** How many have chosen what, for the staff. */
  counted(polls) {
    for (const [id, { voters, votes }] of Object.entries(polls)) {
      const poll = this.list.querySelector(`[data-poll="${id}"]`);
      const total = poll?.querySelector('[data-voters]');
      if (!total) continue;
      total.textContent = total.dataset.words.replace('{count}', voters);
      for (const choice of poll.querySelectorAll('[data-choice]')) {
        const count = votes[choice.dataset.choice] ?? 0;
        const share = voters ? Math.floor((count * 100) / voters) : 0;
        choice.querySelector('.poll__count').textContent = `${count} · ${share} %`;
        choice.querySelector('meter').value = share;
      }
    }
  }

  async refresh() {
    const answer = await fetch(this.list.dataset.source).catch(() => null);
    if (!answer?.ok) return;
    this.list.innerHTML = await answer.text();
    for (const poll of this.list.children) this.remember(poll);
    this.settle();
  }

  remember(poll) {
    const chosen = [...poll.querySelectorAll('input:checked')].map(({ value }) => value);
    const own = [...poll.querySelectorAll('.poll__own')].map(({ dataset }) => dataset.choice);
    const votes = chosen.length ? chosen : own;
    if (votes.length) this.votes.set(poll.dataset.poll, votes);
  }

  /** Puts what the viewer has chosen back into what is the same for everybody. */
  recall(poll) {
    const votes = this.votes.get(poll.dataset.poll);
    if (!votes) return;
    for (const choice of poll.querySelectorAll('[data-choice]')) {
      choice.classList.toggle('poll__own', votes.includes(choice.dataset.choice));
    }
    for (const input of poll.querySelectorAll('input')) {
      input.checked = votes.includes(input.value);
      input.disabled = poll.dataset.changes !== 'true';
    }
    const button = poll.querySelector('.poll__form button');
    if (button) button.hidden = poll.dataset.changes !== 'true';
  }

  /** The open poll, or the newest results, goes over the picture; the page's tab says how many are open. */
  settle() {
    const open = this.list.querySelector('[data-state="open"]');
    for (const place of document.querySelectorAll('[data-poll-count]')) {
      place.textContent = open ? 1 : '';
      place.hidden = !open;
    }
    this.over(this.isStaff ? null : open ?? this.fresh());
    this.tick();
  }

  /** Results that were shown while the page was there. */
  fresh() {
    const [newest] = this.list.children;
    return newest?.dataset.shown === 'true' && this.seen === newest.dataset.poll ? newest : null;
  }

  over(poll) {
    const stage = this.on.stage();
    this.card?.remove();
    if (!poll || !stage) return;
    this.seen = poll.dataset.poll;
    const key = `${poll.dataset.poll} ${poll.dataset.shown}`;
    const isDone = this.votes.has(poll.dataset.poll) && poll.dataset.shown !== 'true';
    if (this.aside.has(key) || isDone) return;
    const card = document.createElement('div');
    this.card = card;
    card.className = 'stage__card stage__poll';
    const copy = poll.cloneNode(true);
    const close = Object.assign(document.createElement('button'), { type: 'button', textContent: this.words.textLater });
    close.className = 'button button--small button--quiet';
    close.addEventListener('click', () => {
      this.aside.add(key);
      card.remove();
    });
    card.append(copy, close);
    showCard(card, stage);
  }

  tick() {
    for (const poll of document.querySelectorAll('[data-poll][data-closes]')) {
      const left = Math.ceil((Number(poll.dataset.closes) - serverNow()) / 1000);
      const clock = poll.querySelector('[data-left]');
      if (!clock) continue;
      clock.hidden = left <= 0;
      clock.textContent = this.words.textLeft.replace('{seconds}', left);
      // The server says what it is once its time is over.
      if (left <= 0 && poll.dataset.state === 'open') {
        poll.dataset.state = 'ending';
        setTimeout(() => this.refresh(), 500 + Math.random() * 2_000);
      }
    }
  }

  async submit(event) {
    const form = event.target;
    if (event.defaultPrevented || !form.closest('.poll, #poll-form')) return;
    event.preventDefault();
    const body = new URLSearchParams(new FormData(form, event.submitter));
    const sending = fetch(form.action, { method: 'POST', body, headers: { 'HX-Request': 'true' } });
    const answer = await sending.catch(() => null);
    if (!answer) return;
    const refusal = form.querySelector('[data-refusal]');
    if (refusal) refusal.hidden = answer.ok;
    if (answer.ok) return this.done(form, body);
    const words = wordsOf(await answer.text());
    if (refusal) refusal.textContent = words;
    else toast(words, 'error');
  }

  done(form, body) {
    if (form.matches('#poll-form')) {
      form.reset();
      form.closest('details').open = false;
    } else if (form.matches('.poll__form')) {
      const { poll } = form.closest('.poll').dataset;
      this.votes.set(poll, body.getAll('choice'));
      const listed = this.list.querySelector(`[data-poll="${poll}"]`);
      if (listed) this.recall(listed);
      this.settle();
    }
  }
}

function isAlike({ dataset: one }, { dataset: other }) {
  return one.state === other.state && one.shown === other.shown;
}

function parse(html) {
  const template = document.createElement('template');
  template.innerHTML = html;
  return template.content.firstElementChild;
}
