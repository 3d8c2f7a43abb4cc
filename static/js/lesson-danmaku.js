// Danmaku over a video lesson: drawn by the stage of live replays, written at the moment that is seen. Others' lines come
// and go with the part that is played.

import { bindSettings } from './danmaku-settings.js';
import { DanmakuStage } from './danmaku-stage.js';
import { Timeline } from './danmaku-timeline.js';
import { Outbox } from './outbox.js';
import './report-dialog.js';

const REFRESH_MS = 15_000;

const video = document.querySelector('#player video');
const panel = document.getElementById('danmaku-panel');
if (video && panel) begin();

function begin() {
  const { address, parts, viewer, lesson } = panel.dataset;
  const stage = new DanmakuStage(document.getElementById('danmaku'), { video });
  const settings = document.getElementById('danmaku-settings');
  bindSettings(settings, stage);
  const timeline = new Timeline(video, document.getElementById('danmaku-list'), stage, {
    parts: Number(parts),
    viewer,
    address: (part, known) => `${address}?part=${part}&known=${known}`,
  });
  setInterval(() => { if (!video.paused) timeline.refresh(); }, REFRESH_MS);
  video.addEventListener('play', () => timeline.refresh());
  bindForm(timeline, { address, lesson });
  bindDeletions(timeline);
  document.addEventListener('player:danmaku', () => {
    settings.elements.shown.checked = !settings.elements.shown.checked;
    settings.dispatchEvent(new Event('input'));
  });
}

function bindForm(timeline, { address, lesson }) {
  const form = document.getElementById('danmaku-form');
  const { content } = form.elements;
  const note = document.getElementById('danmaku-error');
  const say = (words) => {
    note.textContent = words;
    note.hidden = !words;
  };
  const outbox = new Outbox({
    key: `danmaku-${lesson}`,
    address,
    sending: () => {},
    progress: () => {},
    sent: (message, html) => {
      say('');
      timeline.insert(html);
    },
    waiting: (message, seconds) => say(panel.dataset.textSlow.replace('{seconds}', seconds)),
    failed: (message, words) => {
      say(words);
      content.value ||= message.content;
      outbox.drop(message.nonce);
    },
  });
  outbox.work();
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const { colour, mode } = Object.fromEntries(new FormData(form));
    const fields = { colour, mode, position_ms: Math.round(video.currentTime * 1000) };
    outbox.add({ content: content.value, fields });
    content.value = '';
  });
}

function bindDeletions(timeline) {
  panel.addEventListener('submit', async (event) => {
    const form = event.target;
    if (!form.matches('[data-take-back]')) return;
    event.preventDefault();
    const answer = await fetch(form.action, { method: 'POST', headers: { 'HX-Request': 'true' } }).catch(() => null);
    if (answer?.ok) timeline.remove(form.closest('[data-id]').dataset.id);
  });
}
