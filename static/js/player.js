// Plays the stream of a live class: hls.js where the browser cannot by itself, close behind the teacher, and back by
// itself after whatever went wrong. Says what wall clock the picture that is seen has, by which danmaku are placed.

import { Hls } from '../vendor/hls.js-1.7.4/hls.light.min.mjs';

// Segments are a second long: this many of them lie between the picture that is seen and the newest one.
const BEHIND = 2;
const TRY_AGAIN_MS = 2_000;
// A picture that stands still for so long is a break, not a hiccup.
const BREAK_MS = 4_000;
// Further behind than this, catching up by speed takes too long.
const LATE_SECONDS = 12;

/**
 * @param {HTMLVideoElement} video
 * @param {string} source the address of the playlist
 * @param {{state: (name: "waiting"|"playing"|"break") => void}} on
 */
export function startPlayer(video, source, on) {
  return Hls.isSupported() ? new HlsPlayer(video, source, on) : new NativePlayer(video, source, on);
}

class Player {
  constructor(video, source, on) {
    Object.assign(this, { video, source, on, hasPlayed: false });
    this.listeners = {
      playing: () => this.plays(),
      waiting: () => this.stalls(),
      stalled: () => this.stalls(),
      play: () => this.catchUp(),
    };
    for (const [type, listener] of Object.entries(this.listeners)) video.addEventListener(type, listener);
    // For measuring: when somebody first saw something.
    video.requestVideoFrameCallback?.(() => performance.mark('first-picture'));
  }

  plays() {
    clearTimeout(this.stall);
    this.hasPlayed = true;
    this.on.state('playing');
  }

  stalls() {
    clearTimeout(this.stall);
    this.stall = setTimeout(() => {
      if (!this.video.paused) this.on.state(this.hasPlayed ? 'break' : 'waiting');
    }, BREAK_MS);
  }

  /** Seconds between the picture and now; null while there is none. */
  latency() {
    const at = this.wallClock();
    return at === null ? null : Math.max(0, (Date.now() - at) / 1000);
  }

  destroy() {
    clearTimeout(this.stall);
    clearTimeout(this.retry);
    for (const [type, listener] of Object.entries(this.listeners)) this.video.removeEventListener(type, listener);
  }
}

class HlsPlayer extends Player {
  constructor(video, source, on) {
    super(video, source, on);
    this.open();
  }

  open() {
    this.hls = new Hls({
      workerPath: new URL('../vendor/hls.js-1.7.4/hls.worker.js', import.meta.url).href,
      liveSyncDurationCount: BEHIND,
      liveMaxLatencyDurationCount: LATE_SECONDS,
      maxLiveSyncPlaybackRate: 1.15,
      liveDurationInfinity: true,
      backBufferLength: 30,
      maxBufferLength: 20,
    });
    this.hls.on(Hls.Events.ERROR, (_, error) => this.failed(error));
    this.hls.loadSource(this.source);
    this.hls.attachMedia(this.video);
  }

  /** There is no picture yet, the network is away, a segment is broken: each time there is a way on. */
  failed({ fatal, type }) {
    if (!fatal) return;
    if (type === Hls.ErrorTypes.MEDIA_ERROR && !this.hasRecovered) {
      this.hasRecovered = true;
      setTimeout(() => (this.hasRecovered = false), 5_000);
      this.hls.recoverMediaError();
      return;
    }
    this.on.state(this.hasPlayed ? 'break' : 'waiting');
    clearTimeout(this.retry);
    this.retry = setTimeout(() => this.reload(), TRY_AGAIN_MS);
  }

  reload() {
    this.hls.destroy();
    this.open();
  }

  /** The picture is back after a break. */
  resumed() {
    this.hls.startLoad();
    this.catchUp();
  }

  catchUp() {
    const newest = this.hls?.liveSyncPosition;
    if (newest && newest - this.video.currentTime > LATE_SECONDS) this.video.currentTime = newest;
  }

  wallClock() {
    return this.hls.playingDate?.getTime() ?? null;
  }

  destroy() {
    super.destroy();
    this.hls.destroy();
  }
}

/** Safari and its like. */
class NativePlayer extends Player {
  constructor(video, source, on) {
    super(video, source, on);
    this.retrying = () => {
      this.on.state(this.hasPlayed ? 'break' : 'waiting');
      clearTimeout(this.retry);
      this.retry = setTimeout(() => this.resumed(), TRY_AGAIN_MS);
    };
    video.addEventListener('error', this.retrying);
    video.src = source;
  }

  resumed() {
    this.video.src = this.source;
    this.video.play().catch(() => {});
  }

  catchUp() {
    const { seekable } = this.video;
    if (!seekable.length) return;
    const newest = seekable.end(seekable.length - 1) - BEHIND;
    if (newest - this.video.currentTime > LATE_SECONDS) this.video.currentTime = newest;
  }

  wallClock() {
    const start = this.video.getStartDate?.().getTime();
    return Number.isFinite(start) ? start + this.video.currentTime * 1000 : null;
  }

  destroy() {
    super.destroy();
    this.video.removeEventListener('error', this.retrying);
    this.video.removeAttribute('src');
    this.video.load();
  }
}
