// Quick quizzes: the list beside the picture, and the open one over it until the viewer has answered or put it aside. It is
// the same form that moves there and back, so nothing typed is lost. What the room is told is the same for everybody; those
// who run the class and those who want to see their own marks ask for their own list.

import { showCard } from './live-card.js';
import { toast } from './notices.js';
import { wordsOf } from './outbox.js';
import { serverNow } from './server-clock.js';

// Results are asked for by everybody at once; they spread over this time.
const SPREAD = 2_500;

export class Quizzes {
  /** @param {{stage: () => HTMLElement}} on where the picture is now */
  constructor(panel, on) {
    Object.assign(this, { panel, on, words: panel.dataset });
    this.isManager = panel.dataset.manager === 'true';
    this.mayAnswer = panel.dataset.answers === 'true';
    this.list = panel.querySelector('#quick-list');
    this.aside = new Set();
    this.sent = new Set();
    document.addEventListener('submit', (event) => this.submit(event));
    document.addEventListener('stage-opened', () => this.settle());
    this.openFilter();
    setInterval(() => this.tick(), 500);
    this.settle();
  }

  /** The quizzes that are anywhere on the page, the newest first. */
  get all() {
    return [...document.querySelectorAll('[data-quick]')].sort((a, b) => b.dataset.quick - a.dataset.quick);
  }

  find(id) {
    return this.all.find(({ dataset }) => dataset.quick === String(id));
  }

  /** What the room is told: quick quizzes as the audience has them; without HTML one is gone. */
  changed(items) {
    if (this.isManager) return this.refresh();
    for (const { id, html } of items) {
      const known = this.find(id);
      const quiz = html && parse(html);
      if (!quiz) known?.remove();
      // Whoever is filling it in goes on.
      else if (known?.dataset.state === quiz.dataset.state) continue;
      else {
        known?.remove();
        this.put(quiz);
      }
      if (quiz?.dataset.state === 'shown') setTimeout(() => this.refresh(), Math.random() * SPREAD);
    }
    this.settle();
  }

  put(quiz) {
    if (!this.mayAnswer && quiz.querySelector('.quick__form')) {
      quiz.querySelector('.quick__form').remove();
      quiz.querySelector('.quick__note').textContent = this.words.textNotEnrolled;
    }
    const older = [...this.list.children].find(({ dataset }) => Number(dataset.quick) < Number(quiz.dataset.quick));
    this.list.insertBefore(quiz, older ?? null);
  }

  /** How many have answered, for those who run the class. */
  counted(counts) {
    for (const [id, count] of Object.entries(counts)) {
      const place = this.panel.querySelector(`[data-answers="${id}"]`);
      if (place) place.textContent = place.dataset.words.replace('{count}', count);
    }
  }

  async refresh() {
    const answer = await fetch(this.list.dataset.source).catch(() => null);
    if (!answer?.ok) return;
    const lists = document.createElement('template');
    lists.innerHTML = await answer.text();
    const filling = this.all.find((quiz) => quiz.dataset.state === 'open' && quiz.querySelector('.quick__form'));
    const over = this.card?.isConnected ? this.card.querySelector('[data-quick]')?.dataset : null;
    this.takeDown();
    this.list.replaceChildren(lists.content);
    // What is being filled in is kept as it is.
    const fresh = filling && this.find(filling.dataset.quick);
    if (fresh?.dataset.state === 'open' && fresh.querySelector('.quick__form')) fresh.replaceWith(filling);
    if (over) this.seen = over.quick;
    this.settle();
  }

  /** The open quiz, or results that came while the page was there, go over the picture. */
  settle() {
    const [open] = this.all.filter(({ dataset }) => dataset.state === 'open');
    for (const place of document.querySelectorAll('[data-quick-count]')) {
      place.textContent = open ? 1 : '';
      place.hidden = !open;
    }
    if (!this.isManager) this.over(open ?? this.all.find(({ dataset }) => dataset.quick === this.seen && dataset.state === 'shown'));
    this.tick();
  }

  over(quiz) {
    const key = quiz && `${quiz.dataset.quick} ${quiz.dataset.state}`;
    const stage = this.on.stage();
    if (quiz && this.card?.isConnected && this.card.contains(quiz)) return;
    this.takeDown();
    if (!quiz || !stage || this.aside.has(key)) return;
    this.seen = quiz.dataset.quick;
    if (quiz.dataset.state === 'open' && !quiz.querySelector('.quick__form')) return;
    this.card = document.createElement('div');
    this.card.className = 'stage__card stage__quick';
    const close = Object.assign(document.createElement('button'), { type: 'button', textContent: this.words.textLater });
    close.className = 'button button--small button--quiet';
    close.addEventListener('click', () => {
      this.aside.add(key);
      this.takeDown();
    });
    this.card.append(quiz, close);
    showCard(this.card, stage);
  }

  /** What is over the picture goes back to its place in the list. */
  takeDown() {
    const quiz = this.card?.querySelector('[data-quick]');
    this.card?.remove();
    this.card = null;
    if (quiz) this.put(quiz);
  }

  tick() {
    for (const quiz of this.all) {
      const clock = quiz.querySelector('[data-left]');
      if (!clock || quiz.dataset.state !== 'open') continue;
      const left = Math.ceil((Number(quiz.dataset.closes) - serverNow()) / 1000);
      clock.hidden = left <= 0;
      clock.textContent = this.words.textLeft.replace('{seconds}', left);
      if (left <= 0) this.timeIsUp(quiz);
    }
  }

  /** What has been filled in by then counts. */
  timeIsUp(quiz) {
    const form = quiz.querySelector('.quick__form');
    const isFilled = form && [...new FormData(form).values()].some(Boolean);
    if (isFilled && !this.sent.has(quiz.dataset.quick)) form.requestSubmit();
    quiz.dataset.state = 'ending';
    setTimeout(() => this.refresh(), 2_500 + Math.random() * SPREAD);
  }

  async submit(event) {
    const form = event.target;
    if (event.defaultPrevented || !form.closest('[data-quick], #quick-form')) return;
    event.preventDefault();
    const quiz = form.closest('[data-quick]')?.dataset.quick;
    const isAnswer = form.matches('.quick__form');
    if (isAnswer && this.sent.has(quiz)) return;
    if (isAnswer) this.sent.add(quiz);
    const body = new URLSearchParams(new FormData(form, event.submitter));
    const sending = fetch(form.action, { method: 'POST', body, headers: { 'HX-Request': 'true' } });
    const answer = await sending.catch(() => null);
    if (isAnswer && !answer?.ok) this.sent.delete(quiz);
    if (!answer) return;
    const refusal = form.querySelector('[data-refusal]');
    if (refusal) refusal.hidden = answer.ok;
    if (answer.ok) return this.done(form);
    const words = wordsOf(await answer.text());
    if (refusal) refusal.textContent = words;
    else toast(words, 'error');
  }

  done(form) {
    if (form.matches('#quick-form')) {
      form.reset();
      form.closest('details').open = false;
    } else if (form.matches('.quick__form')) {
      const quiz = form.closest('[data-quick]');
      quiz.querySelector('.quick__note').textContent = this.words.textSent;
      quiz.dataset.answered = 'true';
      form.remove();
      this.takeDown();
      this.settle();
    }
  }

  openFilter() {
    const field = this.panel.querySelector('[data-filter]');
    if (!field) return;
    field.hidden = false;
    const choices = [...document.getElementById(field.dataset.filter).children];
    field.addEventListener('input', () => {
      const words = field.value.trim().toLowerCase();
      for (const choice of choices) choice.hidden = !choice.textContent.toLowerCase().includes(words) && !choice.querySelector(':checked');
    });
    // Enter in the search would send the form.
    field.addEventListener('keydown', (event) => event.key === 'Enter' && event.preventDefault());
  }
}

function parse(html) {
  const template = document.createElement('template');
  template.innerHTML = html;
  return template.content.firstElementChild;
}
