// Signs without a word: being lost, and emoji that burst over the picture and are gone. What the room sends within a moment comes
// as counts; few are drawn, and nothing moves for whoever asks for reduced motion.

import { toast } from './notices.js';
import { wordsOf } from './outbox.js';

const MOST_AT_ONCE = 24;
const LOST_AGAIN = 10_000;

export class Signals {
  /** @param {{stage: () => HTMLElement, mediaTime: () => ?number}} on */
  constructor(box, on) {
    Object.assign(this, { box, on, stillness: matchMedia('(prefers-reduced-motion: reduce)'), drawn: 0 });
    this.curve = document.getElementById('lost');
    if (!box) return;
    this.path = `/live/${box.dataset.room}`;
    box.querySelector('[data-emoji]').hidden = false;
    box.addEventListener('click', (event) => this.click(event));
    box.querySelector('form').addEventListener('submit', (event) => this.lost(event));
  }

  /** Signs can be given while the class is live. */
  opened(isLive) {
    if (this.box && document.getElementById('talk').dataset.viewer) this.box.hidden = !isLive;
  }

  async lost(event) {
    event.preventDefault();
    const button = event.target.querySelector('button');
    const words = button.querySelector('span');
    const before = words.textContent;
    button.disabled = true;
    const body = new URLSearchParams({ media_time_ms: this.on.mediaTime() ?? '' });
    if (await this.post(`${this.path}/lost`, body)) words.textContent = button.dataset.done;
    setTimeout(() => {
      button.disabled = false;
      words.textContent = before;
    }, LOST_AGAIN);
  }

  click({ target }) {
    const emoji = target.closest('[data-send]')?.dataset.send;
    if (!emoji) return;
    this.burst({ [emoji]: 1 });
    this.own = { emoji, until: performance.now() + 1_500 };
    this.post(`${this.path}/emoji`, new URLSearchParams({ emoji }));
  }

  async post(action, body) {
    const answer = await fetch(action, { method: 'POST', body, headers: { 'HX-Request': 'true' } }).catch(() => null);
    if (answer && !answer.ok && answer.status !== 429) toast(wordsOf(await answer.text()), 'error');
    return answer?.ok;
  }

  /** What the room is told: how many of each. One's own has been drawn already. */
  told(counts) {
    const { emoji, until } = this.own ?? {};
    if (counts[emoji] && performance.now() < until) {
      counts = { ...counts, [emoji]: counts[emoji] - 1 };
      this.own = null;
    }
    this.burst(counts);
  }

  burst(counts) {
    const stage = this.on.stage();
    if (!stage) return;
    let place = stage.querySelector('.stage__emoji');
    if (!place) {
      place = Object.assign(document.createElement('div'), { className: 'stage__emoji' });
      place.setAttribute('aria-hidden', 'true');
      stage.append(place);
    }
    for (const [emoji, count] of Object.entries(counts)) {
      if (count < 1) continue;
      if (this.stillness.matches) this.still(place, emoji, count);
      else for (let one = 0; one < Math.min(count, 6); one += 1) this.float(place, emoji, one);
    }
  }

  float(place, emoji, delay) {
    if (this.drawn >= MOST_AT_ONCE) return;
    this.drawn += 1;
    const node = Object.assign(document.createElement('span'), { textContent: emoji });
    node.style.setProperty('--across', `${Math.round(Math.random() * 90)}%`);
    node.style.setProperty('--wait', `${delay * 90}ms`);
    place.append(node);
    node.addEventListener('animationend', () => {
      this.drawn -= 1;
      node.remove();
    });
  }

  still(place, emoji, count) {
    const same = [...place.children].find(({ dataset }) => dataset.still === emoji);
    const node = same ?? Object.assign(document.createElement('span'), { className: 'stage__emoji-still' });
    node.dataset.still = emoji;
    node.dataset.count = Number(node.dataset.count ?? 0) + count;
    node.textContent = `${emoji} ×${node.dataset.count}`;
    clearTimeout(node.fading);
    node.fading = setTimeout(() => node.remove(), 3_000);
    if (!same && place.children.length < 4) place.append(node);
  }

  /** The teacher's curve, asked for at most every few seconds. */
  lostNow(count) {
    const tab = document.querySelector('[data-lost-count]');
    if (tab) {
      tab.textContent = count || '';
      tab.hidden = !count;
    }
    if (!this.curve || this.asking) return;
    this.asking = setTimeout(async () => {
      this.asking = null;
      const answer = await fetch(this.curve.dataset.source).catch(() => null);
      if (answer?.ok) this.curve.innerHTML = await answer.text();
    }, 1_500);
  }
}
