// The player of a lesson: speed, sound and full screen beside the browser's own controls, all remembered in this
// browser, and by keys. What was watched is reported by lesson.js.

import { bindChapters, bindSubtitles, followAddress } from './player-tracks.js';
import { bindKeys } from './player-keys.js';
import { remember, remembered } from './player-memory.js';

const SHOWN_MS = 900;

const box = document.getElementById('player');
const video = box?.querySelector('video');
if (video) begin();

function begin() {
  const bar = box.querySelector('[data-player-bar]');
  bar.hidden = false;
  const speeds = bar.querySelector('[data-speed]');
  bindSpeed(speeds);
  bindSound();
  const nextSubtitles = bindSubtitles(video, bar.querySelector('[data-subtitles]'), say);
  bindChapters(video, [...document.querySelectorAll('.chapters [data-seek]')]);
  bindSeeks();
  bindFullscreen(bar.querySelector('[data-fullscreen]'));
  bindKeys({
    toggle: () => (video.paused ? video.play().catch(() => {}) : video.pause()),
    seekBy,
    seekToShare: (share) => seekTo(share * video.duration),
    louder,
    mute: () => {
      video.muted = !video.muted;
      const { muted, sound } = hud().dataset;
      say(video.muted ? muted : sound);
    },
    fullscreen: () => toggleFullscreen(),
    subtitles: nextSubtitles,
    faster: (step) => {
      const options = [...speeds.options];
      const next = options[speeds.selectedIndex + step];
      if (next) video.playbackRate = Number(next.value);
      say(`${(next ?? options[speeds.selectedIndex]).textContent}`);
    },
    help: () => document.getElementById('player-keys').showModal(),
  }, box);
}

const hud = () => box.querySelector('[data-hud]');

/** Shows over the picture, for a moment, what a key has done. */
export function say(text) {
  const note = hud();
  note.textContent = text;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => (note.textContent = ''), SHOWN_MS);
}

export function seekTo(seconds) {
  if (Number.isFinite(video.duration)) video.currentTime = Math.min(Math.max(0, seconds), video.duration);
}

/** A click on a time, wherever it stands on the page, goes there; so does an address like #t=90. */
function bindSeeks() {
  document.addEventListener('click', (event) => {
    const time = event.target.closest('[data-seek]');
    if (!time) return;
    event.preventDefault();
    seekTo(Number(time.dataset.seek));
    if (box.getBoundingClientRect().top < 0) box.scrollIntoView({ block: 'start' });
  });
  followAddress(video, seekTo);
}

function seekBy(seconds) {
  seekTo(video.currentTime + seconds);
  say(`${seconds > 0 ? '+' : '−'}${Math.abs(seconds)} s`);
}

function louder(step) {
  video.muted = false;
  video.volume = Math.min(1, Math.max(0, Math.round((video.volume + step) * 100) / 100));
  say(`${Math.round(video.volume * 100)} %`);
}

/** The speed is kept for all videos; the browser's own menu changes it too. */
function bindSpeed(speeds) {
  const known = (speed) => [...speeds.options].some((option) => Number(option.value) === speed);
  const chosen = Number(remembered('speed'));
  const set = (speed) => {
    video.defaultPlaybackRate = speed;
    video.playbackRate = speed;
  };
  speeds.addEventListener('change', () => set(Number(speeds.value)));
  video.addEventListener('ratechange', () => {
    if (!known(video.playbackRate)) return;
    speeds.value = String(video.playbackRate);
    remember('speed', speeds.value);
  });
  if (known(chosen)) set(chosen);
}

function bindSound() {
  const volume = Number(remembered('volume') ?? 1);
  if (volume >= 0 && volume <= 1) video.volume = volume;
  video.muted = remembered('muted') === 'true';
  video.addEventListener('volumechange', () => {
    remember('volume', video.volume);
    remember('muted', video.muted);
  });
}

/** The whole player fills the screen, so that what lies over the picture comes along; where that is impossible (phones
    by Apple), the browser's own button for the picture alone stays. */
function bindFullscreen(button) {
  if (!document.fullscreenEnabled) {
    button.hidden = true;
    return;
  }
  video.setAttribute('controlslist', 'nofullscreen');
  button.addEventListener('click', toggleFullscreen);
  video.addEventListener('dblclick', toggleFullscreen);
}

function toggleFullscreen() {
  if (document.fullscreenElement) document.exitFullscreen();
  else if (document.fullscreenEnabled) box.requestFullscreen().catch(() => {});
  else video.webkitEnterFullscreen?.();
}
