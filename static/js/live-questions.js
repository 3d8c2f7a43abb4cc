// The questions beside the picture: each at the place that its votes give it, changed as the room is told, and the forms
// that ask, vote, answer, pin and delete. What the room is told is the same for everybody; what is the viewer's own, their
// votes and their questions, is kept here.

import { newNonce, wordsOf } from './outbox.js';
import { toast } from './notices.js';

export class Questions {
  /**
   * @param {HTMLElement} panel the `#questions` of a page
   * @param {{mediaTime: () => ?number}} on
   */
  constructor(panel, on) {
    Object.assign(this, { panel, on, viewer: panel.dataset.viewer, path: `/live/${panel.dataset.room}/questions` });
    this.list = panel.querySelector('#question-list');
    this.form = panel.querySelector('#ask');
    this.version = panel.dataset.version;
    this.voted = new Set(this.all.filter((one) => isPressed(one)).map(({ dataset }) => dataset.question));
    panel.addEventListener('submit', (event) => this.submit(event));
    this.form?.addEventListener('keydown', (event) => this.key(event));
    this.count();
  }

  get all() {
    return [...this.list.children];
  }

  /** What the room is told: some questions as they are now, deleted ones without HTML. */
  changed(items) {
    // Whoever comes back after this has to look whether anything else was missed.
    this.version = null;
    for (const { id, html } of items) {
      if (html) this.put(parse(html));
      else this.find(id)?.remove();
    }
    this.count();
  }

  /** The list anew, if it is another than the page has. */
  async caughtUp(version) {
    if (version === this.version) return;
    this.version = version;
    const answer = await fetch(this.path).catch(() => null);
    if (!answer?.ok) return;
    const template = document.createElement('template');
    template.innerHTML = await answer.text();
    this.voted = new Set();
    for (const one of template.content.children) if (isPressed(one)) this.voted.add(one.dataset.question);
    this.list.replaceChildren(template.content);
    this.count();
  }

  find(id) {
    return this.list.querySelector(`[data-question="${id}"]`);
  }

  put(question) {
    if (!question) return;
    const { question: id, user } = question.dataset;
    question.classList.toggle('question--own', user === this.viewer);
    this.showVote(question, this.voted.has(id));
    const known = this.find(id);
    const hadFocus = known?.contains(document.activeElement);
    known?.remove();
    const next = this.all.find((other) => isBefore(question, other));
    this.list.insertBefore(question, next ?? null);
    if (hadFocus) question.querySelector('button')?.focus({ preventScroll: true });
  }

  showVote(question, isFor) {
    const form = question.querySelector('form.question__vote');
    if (!form) return;
    form.action = `${this.path}/${question.dataset.question}/vote${isFor ? '/end' : ''}`;
    form.firstElementChild.setAttribute('aria-pressed', String(isFor));
  }

  count() {
    const open = this.all.filter((one) => !one.matches('.question--answered')).length;
    for (const place of document.querySelectorAll('[data-question-count]')) {
      place.textContent = open || '';
      place.hidden = !open;
    }
  }

  /** Enter asks, as in the talk; with Shift it breaks the line. */
  key(event) {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.form.requestSubmit();
  }

  submit(event) {
    if (event.defaultPrevented) return;
    event.preventDefault();
    if (event.target === this.form) this.ask();
    else this.act(event.target);
  }

  async ask() {
    const { elements } = this.form;
    const error = this.form.querySelector('#ask-error');
    if (!elements.content.value.trim() || this.isAsking) return;
    this.isAsking = true;
    elements.media_time_ms.value = this.on.mediaTime() ?? '';
    const answer = await this.post(this.form.action, new URLSearchParams(new FormData(this.form)));
    this.isAsking = false;
    error.hidden = answer.isFine;
    if (!answer.isFine) {
      error.textContent = answer.words;
      return;
    }
    elements.content.value = '';
    elements.nonce.value = newNonce();
    this.put(parse(answer.text));
    this.count();
  }

  async act(form) {
    const { question } = form.closest('.question').dataset;
    const isVote = form.matches('.question__vote');
    const isFor = isVote && !form.action.endsWith('/end');
    const answer = await this.post(form.action);
    if (!answer.isFine) return toast(answer.words, 'error');
    if (!isVote) return;
    if (isFor) this.voted.add(question);
    else this.voted.delete(question);
    this.put(parse(answer.text));
  }

  async post(action, body) {
    try {
      const answer = await fetch(action, { method: 'POST', body, headers: { 'HX-Request': 'true' } });
      const text = await answer.text();
      return { isFine: answer.ok, text, words: answer.ok ? '' : wordsOf(text) };
    } catch {
      return { isFine: false, text: '', words: this.panel.dataset.textFailed };
    }
  }
}

function parse(html) {
  const template = document.createElement('template');
  template.innerHTML = html;
  return template.content.firstElementChild;
}

function isPressed(question) {
  return question.querySelector('.question__vote [aria-pressed="true"]') !== null;
}

/** The order of the server: src/live/questions/list.rs. */
function isBefore(one, other) {
  const [a, b] = [one, other].map(placeOf);
  const first = a.findIndex((value, index) => value !== b[index]);
  return first >= 0 && a[first] < b[first];
}

function placeOf({ classList, dataset }) {
  return [
    classList.contains('question--pinned') ? 0 : 1,
    classList.contains('question--answered') ? 1 : 0,
    -Number(dataset.votes),
    Number(dataset.question),
  ];
}
