// Courseware: the page that the teacher shows lies over the picture, the picture in a corner of it. Who watches may look back at
// earlier pages without disturbing anybody; who runs the class turns with the arrow keys.

import { toast } from './notices.js';
import { wordsOf } from './outbox.js';

export class Slides {
  /** @param {{stage: () => HTMLElement}} on where the picture is now */
  constructor(panel, on) {
    Object.assign(this, { on, path: `/live/${panel.dataset.room}/slides` });
    this.now = JSON.parse(panel.dataset.now);
    /** An earlier page that is looked at, by its address. */
    this.back = null;
    document.addEventListener('click', (event) => this.click(event));
    document.addEventListener('submit', (event) => this.submit(event));
    document.addEventListener('keydown', (event) => this.key(event));
    document.addEventListener('stage-opened', () => this.draw());
    this.draw();
  }

  get panel() {
    return document.getElementById('slides');
  }

  get turns() {
    return this.panel.dataset.turns === 'true';
  }

  get pages() {
    return [...this.panel.querySelectorAll('[data-slide]')];
  }

  /** What the room is told: the page that is shown, or null. */
  changed(now) {
    const wasTogether = !this.back;
    this.now = now;
    if (!now) this.back = null;
    if (wasTogether || !now) this.draw();
    this.refresh();
  }

  async refresh() {
    // A file that has been chosen is not taken away.
    if (this.panel.querySelector('input[type=file]')?.value) return this.mark();
    const answer = await fetch(this.path).catch(() => null);
    if (!answer?.ok) return;
    const template = document.createElement('template');
    template.innerHTML = await answer.text();
    const panel = template.content.querySelector('#slides');
    panel.hidden = this.panel.hidden;
    const top = this.panel.querySelector('.slides__scroll').scrollTop;
    this.panel.replaceWith(panel);
    panel.querySelector('.slides__scroll').scrollTop = top;
    window.htmx?.process(panel);
  }

  mark() {
    for (const page of this.pages) {
      if (page.dataset.slide === String(this.now?.id)) page.setAttribute('aria-current', 'true');
      else page.removeAttribute('aria-current');
    }
  }

  draw() {
    const stage = this.on.stage();
    if (!stage) return;
    const shown = this.back ?? this.now?.url;
    const video = stage.querySelector('#video');
    let figure = stage.querySelector('.stage__slide');
    if (!shown || !video) {
      figure?.remove();
      delete stage.dataset.slides;
      return;
    }
    if (!figure) {
      figure = document.createElement('figure');
      figure.className = 'stage__slide';
      figure.append(document.createElement('img'));
      video.after(figure);
      stage.dataset.slides = 'large';
      this.addButtons(figure);
    }
    const image = figure.querySelector('img');
    if (image.getAttribute('src') !== shown) image.src = shown;
    image.alt = this.now ? `${this.now.title} ${this.words('textPage').replace('{number}', this.now.place)}` : '';
    figure.querySelector('[data-together]').hidden = !this.back;
  }

  addButtons(figure) {
    const buttons = document.createElement('div');
    buttons.className = 'stage__slide-buttons';
    const add = (name, words, act) => {
      const button = Object.assign(document.createElement('button'), { type: 'button', textContent: words });
      button.className = 'button button--small';
      button.dataset[name] = '';
      button.addEventListener('click', act);
      buttons.append(button);
    };
    add('together', this.words('textBack'), () => this.together());
    add('swap', this.words('textSwap'), () => {
      const stage = this.on.stage();
      stage.dataset.slides = stage.dataset.slides === 'large' ? 'small' : 'large';
    });
    figure.append(buttons);
  }

  words(name) {
    return this.panel.dataset[name];
  }

  together() {
    this.back = null;
    this.draw();
  }

  /** Who watches looks at an earlier page for themselves. */
  click(event) {
    const page = event.target.closest('a[data-slide]');
    if (!page || !this.on.stage()?.querySelector('#video')) return;
    event.preventDefault();
    this.back = page.dataset.slide === String(this.now?.id) ? null : page.dataset.url;
    this.draw();
  }

  key(event) {
    if (!this.turns || event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.target.closest?.('input, textarea, select, [contenteditable], [role="log"], .stage__bar, dialog')) return;
    const step = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 }[event.key];
    if (!step || !this.now) return;
    const place = this.pages.findIndex(({ dataset }) => dataset.slide === String(this.now.id));
    const next = this.pages[place + step];
    if (place < 0 || !next || next.closest('[data-deck]') !== this.pages[place].closest('[data-deck]')) return;
    event.preventDefault();
    this.turn(next.dataset.slide);
  }

  /** Pages follow each other as fast as keys are pressed; the last one counts. */
  async turn(slide) {
    const page = this.pages.find(({ dataset }) => dataset.slide === slide);
    if (page) this.now = { ...this.now, id: Number(slide), url: page.dataset.url };
    this.mark();
    this.draw();
    await this.post(`${this.path}/turn`, new URLSearchParams({ slide }));
  }

  async submit(event) {
    const form = event.target;
    if (event.defaultPrevented || !this.panel.contains(form)) return;
    event.preventDefault();
    if (form.matches('#slides-form')) return this.upload(form);
    if (form.action.endsWith('/turn')) return this.turn(new FormData(form).get('slide'));
    if (await this.post(form.action)) this.refresh();
  }

  async upload(form) {
    const [progress, refusal, button] = ['[data-progress]', '[data-refusal]', 'button'].map((place) => form.querySelector(place));
    const body = new FormData(form);
    progress.textContent = this.words('textSending');
    button.disabled = true;
    const answer = await fetch(form.action, { method: 'POST', body, headers: { 'HX-Request': 'true' } }).catch(() => null);
    button.disabled = false;
    progress.textContent = '';
    refusal.hidden = Boolean(answer?.ok);
    if (answer?.ok) {
      form.reset();
      return this.refresh();
    }
    refusal.textContent = answer ? wordsOf(await answer.text()) : this.words('textFailed');
  }

  async post(action, body) {
    const answer = await fetch(action, { method: 'POST', body, headers: { 'HX-Request': 'true' } }).catch(() => null);
    if (answer && !answer.ok) toast(wordsOf(await answer.text()), 'error');
    return answer?.ok;
  }
}
