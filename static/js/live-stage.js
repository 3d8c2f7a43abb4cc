// What stands where the picture is: the player with its controls and the overlay while the class is live, words before
// and after. It asks the server for another picture when the class changes, and now and then in case it missed that.

import { bindSettings } from './danmaku-settings.js';
import { DanmakuStage } from './danmaku-stage.js';

const ASK_EVERY = 15_000;
const SOUND_KEY = 'live-sound-only';
// The audience sees the end some seconds after the teacher has pressed the button.
const LAST_SECONDS = 6_000;

export class Stage {
  constructor(room) {
    this.path = `/live/${room}`;
    this.open();
    setInterval(() => this.refresh(), ASK_EVERY);
  }

  get box() {
    return document.getElementById('stage');
  }

  /** The wall clock, in milliseconds, of the picture that is seen; null while there is none. */
  now() {
    return this.player?.wallClock() ?? null;
  }

  /** Asks whether there is another picture than the one shown. */
  async refresh() {
    const answer = await fetch(`${this.path}/stage?was=${this.box.dataset.state}`).catch(() => null);
    if (answer?.status !== 200) return;
    const template = document.createElement('template');
    template.innerHTML = await answer.text();
    this.close();
    this.box.replaceWith(template.content);
    window.htmx?.process(this.box);
    this.open();
    document.dispatchEvent(new CustomEvent('stage-opened'));
  }

  /** What the room is told: the class began, dropped, ended. */
  happened(what) {
    if (what === 'ended') setTimeout(() => this.refresh(), LAST_SECONDS);
    else if (what === 'interrupted') this.show('break');
    else if (what === 'resumed') this.player?.resumed();
    if (what !== 'ended') this.refresh();
  }

  viewers(count) {
    const tag = this.box.querySelector('[data-viewers-tag]');
    if (tag) tag.textContent = tag.dataset.words.replace('{count}', count);
  }

  async open() {
    const video = this.box.querySelector('#video');
    if (!video) return;
    this.danmaku = new DanmakuStage(this.box.querySelector('#danmaku'), { now: () => this.now() });
    bindSettings(this.box.querySelector('#danmaku-settings'), this.danmaku);
    // Whoever speaks must not hear themselves some seconds later.
    if (video.closest('.studio')) video.muted = true;
    this.bindControls(video);
    const { startPlayer } = await import('./player.js');
    if (!video.isConnected) return;
    this.bindSoundOnly(video, startPlayer);
    this.measuring = setInterval(() => this.showLatency(), 1_000);
  }

  /** Whoever has a thin line may leave the picture out; that is remembered. */
  bindSoundOnly(video, startPlayer) {
    const button = this.box.querySelector('[data-sound-only]');
    const start = (isSoundOnly) => {
      button.setAttribute('aria-pressed', String(isSoundOnly));
      this.player?.destroy();
      const source = isSoundOnly ? video.dataset.sound : video.dataset.source;
      const state = (name) => this.show(isSoundOnly && name === 'playing' ? 'sound' : name);
      this.player = startPlayer(video, source, { state });
    };
    button.addEventListener('click', () => {
      const isSoundOnly = button.getAttribute('aria-pressed') !== 'true';
      localStorage.setItem(SOUND_KEY, String(isSoundOnly));
      start(isSoundOnly);
      this.play(video, this.box.querySelector('[data-start]'));
    });
    start(localStorage.getItem(SOUND_KEY) === 'true' && !video.closest('.studio'));
  }

  close() {
    clearInterval(this.measuring);
    this.danmaku?.destroy();
    this.player?.destroy();
    this.danmaku = this.player = null;
  }

  /** Words over the picture while there is none. */
  show(state) {
    for (const overlay of this.box.querySelectorAll('[data-overlay]')) {
      overlay.hidden = overlay.dataset.overlay !== state;
    }
  }

  showLatency() {
    const tag = this.box.querySelector('[data-latency]');
    const seconds = this.player?.latency();
    tag.hidden = !Number.isFinite(seconds);
    if (!tag.hidden) tag.textContent = tag.dataset.words.replace('{seconds}', seconds.toFixed(1));
  }

  bindControls(video) {
    const button = (name) => this.box.querySelector(`[data-${name}]`);
    const [play, mute, start] = ['play', 'mute', 'start'].map(button);
    const pressed = () => {
      play.setAttribute('aria-pressed', String(!video.paused));
      mute.setAttribute('aria-pressed', String(!video.muted));
      this.box.toggleAttribute('data-paused', video.paused);
      if (!video.muted) start.hidden = true;
    };
    for (const type of ['play', 'pause', 'volumechange']) video.addEventListener(type, pressed);
    play.addEventListener('click', () => (video.paused ? video.play() : video.pause()));
    mute.addEventListener('click', () => (video.muted = !video.muted));
    start.addEventListener('click', () => (video.muted = false));
    // A browser that lets nothing sound by itself plays silently until it is told.
    video.addEventListener('canplay', () => this.play(video, start), { once: true });
    button('full').addEventListener('click', () => this.toggleFullScreen());
    pressed();
  }

  async play(video, start) {
    try {
      await video.play();
    } catch (error) {
      if (error.name !== 'NotAllowedError') return;
      video.muted = true;
      start.hidden = false;
      video.play().catch(() => {});
    }
  }

  /** The stage goes full screen, not the video: the overlay and the line to write in come along. */
  toggleFullScreen() {
    if (document.fullscreenElement) document.exitFullscreen();
    else this.box.requestFullscreen?.().catch(() => {});
  }
}
