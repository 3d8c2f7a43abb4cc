// The overlay that draws messages over the picture, with the vendored `danmaku` library.
//
// Two ways of use: a live stage is given messages as they come and shows each when the viewer's own picture reaches
// the moment that its sender saw; a replay stage is given messages with their time in the recording and follows the
// video. What is drawn is thinned and merged for the eye; the list beside the picture always has everything.
// It draws nothing that moves for whoever asks for reduced motion.

import Danmaku from '../vendor/danmaku-2.0.10/danmaku.dom.min.js';

// At most this many lines at once; the teacher's and one's own are always drawn.
const MOST_AT_ONCE = 60;
// The same words within this time become one line with ×N.
const MERGE_MS = 4000;
// How long a line takes across the picture at normal speed.
const CROSSING_SECONDS = 8;
// A message whose moment lies further back than this is only in the list.
const LATEST_MS = 15000;

const MODES = { scroll: 'rtl', top: 'top', bottom: 'bottom' };
const SIZES = { small: 0.8, normal: 1, large: 1.3 };
const SPEEDS = { slow: 0.7, normal: 1, fast: 1.5 };
const AREAS = { quarter: 0.25, half: 0.5, full: 1 };

/** @typedef {{id: string, user: ?string, text: string, colour: string, mode: string, at: ?number, isOwn: boolean, isTeacher: boolean}} Line */

export class DanmakuStage {
  /**
   * @param {HTMLElement} container lies over the picture
   * @param {{video?: HTMLVideoElement, now?: () => ?number}} timing a replay gives the video; a live stage the wall
   *   clock, in milliseconds, of the picture that the viewer sees, or null while there is none
   */
  constructor(container, { video, now }) {
    this.container = container;
    this.video = video;
    this.now = now ?? (() => null);
    this.nodes = new Map();
    this.drawn = new Map();
    this.waiting = [];
    this.stillness = matchMedia('(prefers-reduced-motion: reduce)');
    this.choices = { shown: true, opacity: 0.9, size: 'normal', speed: 'normal', area: 'half', words: [], people: {} };
    this.danmaku = new Danmaku({ container, media: video, comments: [] });
    this.resizing = new ResizeObserver(() => this.fit());
    this.resizing.observe(container.parentElement);
    this.stillness.addEventListener('change', () => this.choose(this.choices));
    if (!video) this.timer = setInterval(() => this.release(), 200);
  }

  /** Applies the viewer's own choices. */
  choose(choices) {
    this.choices = { ...this.choices, ...choices };
    const { shown, opacity, area } = this.choices;
    this.container.style.opacity = String(opacity);
    this.container.style.height = `${(AREAS[area] ?? 1) * 100}%`;
    const draws = shown && !this.stillness.matches;
    this.container.hidden = !draws;
    if (draws) this.danmaku.show();
    else this.danmaku.hide();
    this.fit();
  }

  /** Takes one message; a live stage keeps it until the viewer's picture is where its sender's was. */
  add(line) {
    if (this.video) {
      this.emit(line, line.at / 1000);
      return;
    }
    if (line.isOwn || line.at === null) this.emit(line);
    else this.waiting.push(line);
  }

  /** A deleted message leaves the picture too. */
  remove(id) {
    this.waiting = this.waiting.filter((line) => line.id !== id);
    const node = this.nodes.get(id);
    if (node) node.hidden = true;
    this.nodes.delete(id);
    const index = this.danmaku.comments.findIndex((comment) => comment.render?.lineId === id);
    if (index >= this.danmaku._.position) this.danmaku.comments.splice(index, 1);
  }

  /** Draws what has come due. */
  release() {
    if (this.waiting.length === 0) return;
    const now = this.now() ?? Infinity;
    const due = this.waiting.filter((line) => line.at <= now);
    this.waiting = this.waiting.filter((line) => line.at > now);
    const fresh = due.filter((line) => now === Infinity || now - line.at < LATEST_MS);
    for (const line of this.thinned(fresh)) this.emit(line);
  }

  /** The teacher's and one's own, and of the rest as many as there is room for: taken evenly, not the first ones. */
  thinned(lines) {
    const isFirst = (line) => line.isOwn || line.isTeacher;
    const rest = lines.filter((line) => !isFirst(line) && !this.isFiltered(line));
    const room = Math.max(0, MOST_AT_ONCE - this.count());
    if (rest.length <= room) return lines;
    const step = rest.length / room;
    const sample = new Set(Array.from({ length: room }, (_, at) => rest[Math.floor(at * step)]));
    return lines.filter((line) => isFirst(line) || sample.has(line) || this.drawn.has(line.text));
  }

  /** Whether the viewer does not want it over the picture. One's own one sees. */
  isFiltered(line) {
    if (line.isOwn) return false;
    const { words, people } = this.choices;
    const text = line.text.toLowerCase();
    return (line.user && Object.hasOwn(people, line.user)) || words.some((word) => text.includes(word.toLowerCase()));
  }

  emit(line, time) {
    if (this.video) return this.draw(line, time, () => this.inFilm(line));
    if (this.isFiltered(line) || this.container.hidden || this.merge(line) || this.isFull(line)) return;
    const drawn = this.note(line);
    this.draw(line, time, () => this.node(line, drawn));
    this.forgetDrawn();
  }

  draw(line, time, render) {
    render.lineId = line.id;
    this.danmaku.emit({ text: line.text, mode: MODES[line.mode] ?? 'rtl', time, render });
  }

  /** In a film everything is known beforehand; what is spared the eye is decided when its moment comes. */
  inFilm(line) {
    if (this.isFiltered(line) || this.merge(line) || this.isFull(line)) return document.createElement('i');
    return this.node(line, this.note(line));
  }

  /** What is drawn from now on, so that the same words count in it, also before they have been drawn. */
  note(line) {
    const drawn = { node: null, count: 1, until: performance.now() + MERGE_MS };
    this.drawn.set(line.text, drawn);
    return drawn;
  }

  node(line, drawn) {
    const node = document.createElement('div');
    node.className = 'danmaku-line';
    node.classList.toggle('danmaku-line--own', line.isOwn);
    node.classList.toggle('danmaku-line--teacher', line.isTeacher);
    node.dataset.colour = line.colour;
    node.textContent = line.text;
    const scale = SIZES[this.choices.size] ?? 1;
    if (scale !== 1) node.style.fontSize = `calc(clamp(15px, 2.7cqi, 26px) * ${scale})`;
    this.nodes.set(line.id, node);
    drawn.node = node;
    this.mark(drawn);
    return node;
  }

  /** Whether the same words are on the picture already, or about to be; then they count one more. */
  merge(line) {
    const same = this.drawn.get(line.text);
    const isThere = same && same.until >= performance.now() && (!same.node || same.node.isConnected);
    if (!isThere || line.isOwn) return false;
    same.count += 1;
    this.mark(same);
    return true;
  }

  mark({ node, count }) {
    if (!node || count < 2) return;
    let mark = node.querySelector('small');
    if (!mark) {
      mark = document.createElement('small');
      node.append(mark);
    }
    mark.textContent = ` ×${count}`;
  }

  /** Whether the picture has enough. The teacher's and one's own are always drawn. */
  isFull(line) {
    return !line.isOwn && !line.isTeacher && this.count() >= MOST_AT_ONCE;
  }

  /** Lines on the picture; of a live stage also those that will be with the next picture. */
  count() {
    const { runningList, position } = this.danmaku._;
    return runningList.length + (this.video ? 0 : this.danmaku.comments.length - position);
  }

  /** A live stage runs for hours: what has been drawn is dropped, or every line ever shown would stay in memory. */
  forgetDrawn() {
    if (this.danmaku._.position < 500) return;
    this.danmaku.comments.splice(0, this.danmaku._.position);
    this.danmaku._.position = 0;
    for (const [id, node] of this.nodes) if (!node.isConnected) this.nodes.delete(id);
    for (const [text, { until }] of this.drawn) if (until < performance.now()) this.drawn.delete(text);
  }

  fit() {
    this.danmaku.resize();
    const factor = SPEEDS[this.choices.speed] ?? 1;
    this.danmaku.speed = Math.max(60, this.container.offsetWidth / CROSSING_SECONDS) * factor;
  }

  destroy() {
    clearInterval(this.timer);
    this.resizing.disconnect();
    this.danmaku.destroy();
  }
}
