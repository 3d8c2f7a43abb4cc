// Who is there, for the staff: the list, roll calls and what may be done about people; and for learners the button to sign in.

import { toast } from './notices.js';
import { wordsOf } from './outbox.js';
import { serverNow } from './server-clock.js';

// So many pages ask for the same list when somebody comes.
const ASK_EVERY = 3_000;

export class People {
  constructor() {
    this.list = document.getElementById('people-list');
    this.register = document.getElementById('register');
    this.roll = document.getElementById('sign-in');
    this.signed = new Set();
    document.addEventListener('submit', (event) => this.submit(event));
    setInterval(() => this.tick(), 500);
    this.tick();
  }

  /** Somebody has come or gone. */
  moved() {
    if (!this.list || this.asking) return;
    this.asking = setTimeout(() => {
      this.asking = null;
      // Whoever is choosing in it goes on.
      if (!this.list.contains(document.activeElement)) this.load(this.list);
    }, ASK_EVERY);
  }

  async load(place) {
    if (!place) return;
    const answer = await fetch(place.dataset.source).catch(() => null);
    if (answer?.ok) place.innerHTML = await answer.text();
  }

  /** What the room is told: the button to sign in, or nothing once no roll is called. */
  called(html) {
    this.load(this.register);
    if (!this.roll || this.roll.dataset.learner !== 'true') return;
    this.roll.innerHTML = html;
    const call = this.roll.querySelector('[data-call]');
    if (call && this.signed.has(call.dataset.call)) this.done(call);
    this.tick();
  }

  /** How many have signed in, for the staff. */
  counted() {
    if (!this.register || this.counting) return;
    this.counting = setTimeout(() => {
      this.counting = null;
      this.load(this.register);
    }, 1_000);
  }

  tick() {
    const call = this.roll?.querySelector('[data-call]');
    if (!call) return;
    const left = Math.ceil((Number(call.dataset.closes) - serverNow()) / 1000);
    const clock = call.querySelector('[data-left]');
    clock.textContent = clock.dataset.words.replace('{seconds}', Math.max(left, 0));
    if (left <= 0) call.remove();
  }

  done(call) {
    call.querySelector('form')?.remove();
    call.querySelector('[data-done]').hidden = false;
  }

  async submit(event) {
    const form = event.target;
    const place = form.closest('#people-list, #register, #sign-in, .talk__pinned, [data-mutes]');
    if (event.defaultPrevented || !place) return;
    event.preventDefault();
    const body = new URLSearchParams(new FormData(form));
    const answer = await fetch(form.action, { method: 'POST', body, headers: { 'HX-Request': 'true' } }).catch(() => null);
    if (!answer) return;
    if (!answer.ok) return toast(wordsOf(await answer.text()), 'error');
    if (place === this.roll) {
      const call = form.closest('[data-call]');
      this.signed.add(call.dataset.call);
      this.done(call);
    } else if (place === this.list) this.load(this.list);
  }
}
