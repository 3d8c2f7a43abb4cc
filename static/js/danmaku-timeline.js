// The danmaku of something that is played again, a class or a lesson: lines are fetched some minutes at a time, drawn
// over the video at their moments, and the list beside it goes along.

import { showActionsOnTap } from './message-touch.js';

// As long as a part is on the server (src/live/replay/parts.rs, src/courses/danmaku/timeline.rs).
const PART_MS = 5 * 60_000;
const AHEAD_MS = 30_000;
// Whoever scrolls the list is reading it; it stays where they are for so long.
const READING_MS = 6_000;

export class Timeline {
  /**
   * @param {HTMLVideoElement} video
   * @param {HTMLElement} list holds the parts, the first of them from the start
   * @param {import('./danmaku-stage.js').DanmakuStage} stage
   * @param {{parts: number, viewer: ?string, address: (part: number, known: string) => string}} about
   */
  constructor(video, list, stage, { parts: count, viewer, address }) {
    Object.assign(this, { video, list, stage, count, viewer, address, parts: new Map(), current: null, scrolledAt: -READING_MS });
    list.querySelector('[data-more]')?.remove();
    const first = list.querySelector('[data-part]');
    // A page that shows what was searched for has no part yet.
    if (first) {
      this.parts.set(Number(first.dataset.part), first);
      this.draw(first);
    }
    video.addEventListener('timeupdate', () => this.follow());
    video.addEventListener('seeking', () => this.follow());
    for (const type of ['wheel', 'touchmove', 'keydown']) {
      list.addEventListener(type, () => (this.scrolledAt = performance.now()), { passive: true });
    }
    list.addEventListener('click', (event) => this.jump(event));
    showActionsOnTap(list);
    this.follow();
  }

  get time() {
    return this.video.currentTime * 1000;
  }

  get part() {
    return Math.floor(this.time / PART_MS);
  }

  follow() {
    this.load(this.part);
    this.load(Math.floor((this.time + AHEAD_MS) / PART_MS));
    const here = [...this.list.querySelectorAll('[data-film]')].findLast(({ dataset }) => Number(dataset.film) <= this.time);
    if (here === this.current) return;
    this.current?.removeAttribute('aria-current');
    here?.setAttribute('aria-current', 'true');
    this.current = here;
    if (here && performance.now() - this.scrolledAt > READING_MS) {
      this.list.scrollTop = here.offsetTop - this.list.offsetTop - this.list.clientHeight + here.offsetHeight + 12;
    }
  }

  async load(number) {
    if (this.parts.has(number) || number >= this.count) return;
    this.parts.set(number, null);
    const part = await this.fetch(number, '');
    if (!part) {
      this.parts.delete(number);
      return;
    }
    const next = [...this.list.querySelectorAll('[data-part]')].find((other) => Number(other.dataset.part) > number);
    this.list.insertBefore(part, next ?? null);
    this.parts.set(number, part);
    this.draw(part);
  }

  /** Fetches the part that is played again: what others have written since comes, what was taken back goes. */
  async refresh() {
    const old = this.parts.get(this.part);
    const part = old && (await this.fetch(this.part, old.dataset.version));
    if (!part || !old.isConnected || part.dataset.part !== old.dataset.part) return;
    const ids = (of) => new Set([...of.querySelectorAll('[data-id]')].map(({ dataset }) => dataset.id));
    const [before, after] = [ids(old), ids(part)];
    for (const id of before) if (!after.has(id)) this.stage.remove(id);
    old.replaceWith(part);
    this.parts.set(Number(part.dataset.part), part);
    this.current = null;
    this.draw(part, before);
    this.follow();
  }

  async fetch(number, known) {
    const answer = await fetch(this.address(number, known), { headers: { 'HX-Request': 'true' } }).catch(() => null);
    if (answer?.status !== 200) return null;
    const template = document.createElement('template');
    template.innerHTML = await answer.text();
    return template.content.querySelector('[data-part]');
  }

  /** Puts a line that was just written where it belongs, and shows it at once. */
  insert(html) {
    const template = document.createElement('template');
    template.innerHTML = html;
    const line = template.content.querySelector('[data-film]');
    const part = this.parts.get(Math.floor(Number(line.dataset.film) / PART_MS));
    if (!part || part.querySelector(`[data-id="${line.dataset.id}"]`)) return;
    const later = [...part.querySelectorAll('[data-film]')].find(({ dataset }) => Number(dataset.film) > Number(line.dataset.film));
    part.insertBefore(line, later ?? null);
    this.stage.add({ ...this.lineOf(line), at: Math.max(Number(line.dataset.film), this.time + 50) });
    this.follow();
  }

  draw(part, known = new Set()) {
    for (const message of part.querySelectorAll('[data-film]')) {
      if (!known.has(message.dataset.id)) this.stage.add(this.lineOf(message));
    }
  }

  lineOf(message) {
    const { id, colour, mode, film, rank, user } = message.dataset;
    return {
      id,
      user,
      colour,
      mode,
      text: message.querySelector('.message__body').textContent,
      at: Number(film),
      isOwn: user === this.viewer,
      isTeacher: rank === 'teacher',
    };
  }

  jump(event) {
    const time = event.target.closest('[data-jump]');
    if (!time) return;
    event.preventDefault();
    this.video.currentTime = Number(time.dataset.jump) / 1000;
    this.scrolledAt = -READING_MS;
  }

  remove(id) {
    this.list.querySelector(`[data-id="${id}"]`)?.remove();
    this.stage.remove(id);
  }
}
