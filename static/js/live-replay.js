// A class watched again: its messages are drawn over the film where they were written, and the list beside it goes along.
// What is deleted meanwhile leaves both.

import { bindSettings } from './danmaku-settings.js';
import { DanmakuStage } from './danmaku-stage.js';
import { Timeline } from './danmaku-timeline.js';
import { openFeed } from './feed.js';
import { bindSearch } from './replay-search.js';
import { followSlides } from './replay-slides.js';
import './report-dialog.js';
import { reportWatching } from './replay-watched.js';

function open(video, panel) {
  const { room, parts, viewer, rev } = panel.dataset;
  const stage = new DanmakuStage(document.getElementById('danmaku'), { video });
  bindSettings(document.getElementById('danmaku-settings'), stage);
  const timeline = new Timeline(video, panel.querySelector('#messages'), stage, {
    parts: Number(parts),
    viewer,
    address: (part) => `/live/${room}/replay/messages?part=${part}`,
  });
  bindLine(video, document.getElementById('film-line'));
  const slides = document.getElementById('slides');
  if (slides) followSlides(slides, video);
  bindSearch(panel, `/live/${room}/replay/messages`);
  if (viewer) reportWatching(video, `/live/${room}/replay/watched`);
  openFeed({
    socket: `/live/${room}/socket`,
    last: Number(rev),
    changes: (items) => items.filter((item) => item.deleted).forEach((item) => timeline.remove(String(item.id))),
    reset: () => location.reload(),
  });
}

/** The line under the film: where it is, and places to go to. */
function bindLine(video, line) {
  const head = line.querySelector('.film-line__head');
  const length = Number(line.dataset.length) / 1000;
  const show = () => head.setAttribute('x', String(Math.min(998, (video.currentTime / length) * 1000)));
  head.removeAttribute('hidden');
  for (const type of ['timeupdate', 'seeking']) video.addEventListener(type, show);
  show();
  line.querySelector('svg').addEventListener('click', (event) => {
    const box = event.currentTarget.getBoundingClientRect();
    video.currentTime = ((event.clientX - box.left) / box.width) * length;
  });
  // The list of messages sees to its own.
  document.addEventListener('click', (event) => {
    const place = event.target.closest('#film-line [data-jump], #found [data-jump], #questions [data-jump], #quizzes [data-jump], #slides [data-jump]');
    if (!place) return;
    event.preventDefault();
    video.currentTime = Number(place.dataset.jump) / 1000;
    if (!place.hash) return;
    // js/panels.js shows what the address names.
    history.replaceState(null, '', place.hash);
    window.dispatchEvent(new HashChangeEvent('hashchange'));
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
