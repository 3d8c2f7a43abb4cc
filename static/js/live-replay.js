// A class watched again: its messages are drawn over the film where they were written, and the list beside it goes along.
// What is deleted meanwhile leaves both.

import { bindSettings } from './danmaku-settings.js';
import { DanmakuStage } from './danmaku-stage.js';
import { Timeline } from './danmaku-timeline.js';
import { openFeed } from './feed.js';

function open(video, panel) {
  const { room, parts, viewer, rev } = panel.dataset;
  const stage = new DanmakuStage(document.getElementById('danmaku'), { video });
  bindSettings(document.getElementById('danmaku-settings'), stage);
  const timeline = new Timeline(video, panel.querySelector('#messages'), stage, {
    parts: Number(parts),
    viewer,
    address: (part) => `/live/${room}/replay/messages?part=${part}`,
  });
  document.getElementById('questions')?.addEventListener('click', (event) => {
    const jump = event.target.closest('[data-jump]');
    if (!jump) return;
    event.preventDefault();
    video.currentTime = Number(jump.dataset.jump) / 1000;
    video.play().catch(() => {});
  });
  openFeed({
    socket: `/live/${room}/socket`,
    last: Number(rev),
    changes: (items) => items.filter((item) => item.deleted).forEach((item) => timeline.remove(String(item.id))),
    reset: () => location.reload(),
  });
}

/** Once there is a film: at once, or when it has been made while the page was waiting for it. */
function begin() {
  const video = document.getElementById('film');
  if (!video || video.dataset.open) return;
  video.dataset.open = '';
  open(video, document.getElementById('talk'));
}

begin();
// The page that was waiting has neither the messages nor the settings: those come with the whole page.
document.addEventListener('htmx:after:swap', () => {
  if (document.getElementById('film')?.dataset.open === undefined && document.getElementById('film')) location.reload();
});
