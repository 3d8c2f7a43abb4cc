// A lesson under study: says that it was opened, resumes its video, and reports what is played. The server keeps the
// union of the intervals and believes no more than the clock allows; seeking adds nothing.

const REPORT_EVERY = 10_000;
/** What was reported is said again for so long: what the server's clock did not allow at once is credited then. */
const SAY_AGAIN = 60_000;
/** As many as one report may name. */
const MOST_INTERVALS = 60;
/** A step between two timeupdate events that is longer than this was a seek, whatever the speed. */
const LONGEST_STEP = 1.5;

const page = document.querySelector('[data-lesson-page]');
const video = page?.querySelector('.player video');

let intervals = [];
let said = [];
let running = null;
let last = null;

if (page) {
  report();
  sheetFromContents();
}
if (video) {
  resume();
  for (const event of ['seeking', 'pause', 'ended', 'waiting']) video.addEventListener(event, settle);
  video.addEventListener('playing', () => { last = video.currentTime; });
  video.addEventListener('timeupdate', follow);
  for (const event of ['pause', 'ended']) video.addEventListener(event, () => report());
  setInterval(() => { if (!video.paused) report(); }, REPORT_EVERY);
  addEventListener('pagehide', () => report({ keepalive: true }));
}

/** Lengthens the interval that is being played. */
function follow({ type }) {
  const now = video.currentTime;
  const step = last === null ? 0 : now - last;
  last = now;
  if (video.seeking || (video.paused && type === 'timeupdate') || step <= 0) return;
  if (step > LONGEST_STEP * Math.max(1, video.playbackRate)) return void (running = null);
  if (running) running[1] = now;
  else intervals.push(running = [now - step, now]);
}

/** Ends the interval that is being played. */
function settle(event) {
  if (event.type === 'pause' || event.type === 'ended') follow(event);
  running = null;
  last = null;
}

async function report({ keepalive = false } = {}) {
  const now = performance.now();
  const sent = [...said.filter(({ until }) => until > now), ...intervals.map((interval) => ({ interval, until: Infinity }))];
  said = sent.slice(-MOST_INTERVALS);
  intervals = [];
  running = null;
  const body = new URLSearchParams({
    position: Math.round((video?.ended ? 0 : video?.currentTime ?? 0) * 1000),
    played: said.map(({ interval: [from, to] }) => `${Math.round(from * 1000)}-${Math.round(to * 1000)}`).join(','),
  });
  try {
    const answer = await fetch(page.dataset.progress, { method: 'POST', body, keepalive, headers: { 'HX-Request': 'true' } });
    if (!answer.ok) return;
    for (const saying of sent) saying.until = Math.min(saying.until, now + SAY_AGAIN);
    show(await answer.text());
  } catch {
    // Without a connection it is told with the next report.
  }
}

/** Puts the server's word in place of what stood there, and marks the contents once the lesson is done. */
function show(html) {
  const old = document.getElementById('lesson-progress');
  if (!old || !html.includes('lesson-progress')) return;
  old.outerHTML = html;
  if (!document.getElementById('lesson-progress').hasAttribute('data-done')) return;
  for (const line of document.querySelectorAll(`[data-lesson="${page.dataset.lessonPage}"]`)) {
    line.classList.add('outline__lesson--done');
    const use = line.querySelector('.outline__icon use');
    use?.setAttribute('href', use.getAttribute('href').replace(/#.*/, '#circle-check'));
  }
}

/** Goes on where the learner left, on whatever device that was; a link to a moment (#t=90) goes there instead. */
function resume() {
  const position = Number(video.dataset.position) / 1000;
  if (!position || location.hash.startsWith('#t=')) return;
  const seek = () => {
    if (position > video.duration - 3) return;
    video.currentTime = position;
    const notice = page.querySelector('[data-resumed]');
    if (!notice) return;
    notice.hidden = false;
    notice.querySelector('[data-restart]').addEventListener('click', () => {
      video.currentTime = 0;
      notice.hidden = true;
    });
    video.addEventListener('playing', () => setTimeout(() => { notice.hidden = true; }, 4000), { once: true });
  };
  if (video.readyState > 0) seek();
  else video.addEventListener('loadedmetadata', seek, { once: true });
}

/** On phones the contents stand in a sheet: the same list, copied once. */
function sheetFromContents() {
  const sheet = document.getElementById('contents');
  const list = document.querySelector('.reader__contents .outline');
  if (sheet && list) sheet.append(list.cloneNode(true));
}
