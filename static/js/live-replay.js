// A class watched again: messages are fetched some minutes of film at a time, drawn over it where they were written,
// and the list beside it goes along. What is deleted meanwhile leaves both.

import { bindSettings } from './danmaku-settings.js';
import { DanmakuStage } from './danmaku-stage.js';
import { openFeed } from './feed.js';

// As long as a part is on the server (src/live/replay/parts.rs).
const PART_MS = 5 * 60_000;
const AHEAD_MS = 30_000;
// Whoever scrolls the list is reading it; it stays where they are for so long.
const READING_MS = 6_000;

class Replay {
  constructor(video, panel) {
    Object.assign(this, { video, panel, parts: new Map(), current: null, scrolledAt: -READING_MS });
    this.list = panel.querySelector('#messages');
    this.list.querySelector('[data-more]')?.remove();
    this.stage = new DanmakuStage(document.getElementById('danmaku'), { video });
    bindSettings(document.getElementById('danmaku-settings'), this.stage);
    const first = this.list.querySelector('[data-part]');
    this.parts.set(Number(first.dataset.part), first);
    this.draw(first);
    video.addEventListener('timeupdate', () => this.follow());
    video.addEventListener('seeking', () => this.follow());
    for (const type of ['wheel', 'touchmove', 'keydown']) {
      this.list.addEventListener(type, () => (this.scrolledAt = performance.now()), { passive: true });
    }
    this.list.addEventListener('click', ({ target }) => this.jump(target.closest('[data-jump]')));
    this.watchDeletions();
    this.follow();
  }

  get time() {
    return this.video.currentTime * 1000;
  }

  follow() {
    this.load(Math.floor(this.time / PART_MS));
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
    if (this.parts.has(number) || number >= Number(this.panel.dataset.parts)) return;
    this.parts.set(number, null);
    const answer = await fetch(`/live/${this.panel.dataset.room}/replay/messages?part=${number}`).catch(() => null);
    if (!answer?.ok) {
      this.parts.delete(number);
      return;
    }
    const template = document.createElement('template');
    template.innerHTML = await answer.text();
    const part = template.content.querySelector('[data-part]');
    const next = [...this.list.querySelectorAll('[data-part]')].find((other) => Number(other.dataset.part) > number);
    this.list.insertBefore(part, next ?? null);
    this.parts.set(number, part);
    this.draw(part);
  }

  draw(part) {
    for (const message of part.querySelectorAll('[data-film]')) {
      const { id, colour, mode, film, rank, user } = message.dataset;
      this.stage.add({
        id,
        colour,
        mode,
        text: message.querySelector('.message__body').textContent,
        at: Number(film),
        isOwn: user === this.panel.dataset.viewer,
        isTeacher: rank === 'teacher',
      });
    }
  }

  jump(button) {
    if (!button) return;
    this.video.currentTime = Number(button.dataset.jump) / 1000;
    this.scrolledAt = -READING_MS;
  }

  watchDeletions() {
    openFeed({
      socket: `/live/${this.panel.dataset.room}/socket`,
      last: Number(this.panel.dataset.rev),
      changes: (items) => items.filter((item) => item.deleted).forEach((item) => this.remove(String(item.id))),
      reset: () => location.reload(),
    });
  }

  remove(id) {
    this.list.querySelector(`[data-id="${id}"]`)?.remove();
    this.stage.remove(id);
  }
}

/** Once there is a film: at once, or when it has been made while the page was waiting for it. */
function begin() {
  const video = document.getElementById('film');
  if (!video || video.dataset.open) return;
  video.dataset.open = '';
  new Replay(video, document.getElementById('talk'));
}

begin();
// The page that was waiting has neither the messages nor the settings: those come with the whole page.
document.addEventListener('htmx:after:swap', () => {
  if (document.getElementById('film')?.dataset.open === undefined && document.getElementById('film')) location.reload();
});
