// The page of a class, and the studio's: the picture, the danmaku over it and the talk beside it are one.

import './countdown.js';
import { hidePerson } from './danmaku-settings.js';
import { Hands } from './live-hands.js';
import { People } from './live-people.js';
import { Polls } from './live-polls.js';
import { Questions } from './live-questions.js';
import { Quizzes } from './live-quizzes.js';
import { Reports } from './live-reports.js';
import { Signals } from './live-signals.js';
import { Slides } from './live-slides.js';
import { Stage } from './live-stage.js';
import { Talk } from './live-talk.js';
import './report-dialog.js';
import { heardClock } from './server-clock.js';

const panel = document.getElementById('talk');
const stage = new Stage(panel.dataset.room);
const questions = new Questions(document.getElementById('questions'), { mediaTime: () => stage.now() });
const polls = new Polls(document.getElementById('polls'), { stage: () => stage.box });
const quizzes = new Quizzes(document.getElementById('quizzes'), { stage: () => stage.box });
const slides = new Slides(document.getElementById('slides'), { stage: () => stage.box });
const signals = new Signals(document.getElementById('signals'), { stage: () => stage.box, mediaTime: () => stage.now() });
const people = new People();
const reports = new Reports();
const hands = new Hands(document.getElementById('hand'), panel.dataset.viewer);

// The first greeting finds the page as it was rendered a moment ago.
let wasAway = false;

new Talk(panel, {
  added: (message) => stage.danmaku?.add(lineOf(message)),
  removed(id) {
    stage.danmaku?.remove(id);
    reports.removed(id);
    document.querySelector(`[data-pinned="${CSS.escape(id)}"]`)?.remove();
  },
  hidden: (user, name) => hidePerson(user, name),
  mediaTime: () => stage.now(),
  event(name, data) {
    if (name === 'happened') {
      stage.happened(data);
      if (data === 'started') hands.opened(true);
      if (data === 'started') signals.opened(true);
      if (data === 'ended') fallSilent();
    }
    else if (name === 'viewers') {
      stage.viewers(data);
      people.moved();
    }
    else if (name === 'questions') questions.changed(data);
    else if (name === 'polls') polls.changed(data);
    else if (name === 'votes') polls.counted(data);
    else if (name === 'quizzes') quizzes.changed(data);
    else if (name === 'quiz-answers') quizzes.counted(data);
    else if (name === 'hands') hands.changed(data);
    else if (name === 'slide') slides.changed(data);
    else if (name === 'emoji') signals.told(data);
    else if (name === 'lost') signals.lostNow(data);
    else if (name === 'roll-call') people.called(data);
    else if (name === 'signed-in') people.counted();
    else if (name === 'reports') reports.changed(data);
    else if (name === 'conduct') document.getElementById('pinned').innerHTML = data;
    else if (name === 'removed') location.reload();
    else if (name === 'state') {
      heardClock(data.now);
      stage.viewers(data.viewers);
      questions.caughtUp(data.questions);
      if (wasAway) polls.refresh();
      if (wasAway) quizzes.refresh();
      if (wasAway) reports.refresh();
      wasAway = true;
      hands.opened(data.status === 'live');
      signals.opened(data.status === 'live');
      if (data.slide?.id !== slides.now?.id) slides.changed(data.slide);
      if (String(data.hands) !== String(hands.order)) hands.changed(data.hands);
      if (data.status !== stage.box.dataset.state) stage.refresh();
    }
  },
});

// Also a page that was told nothing notices, now and then, that the class has begun or is over.
document.addEventListener('stage-opened', () => {
  const isLive = stage.box.dataset.state === 'live';
  hands.opened(isLive);
  signals.opened(isLive);
});

// In full screen the line to write in goes along with the picture.
document.addEventListener('fullscreenchange', () => {
  const form = document.getElementById('composer');
  const place = document.fullscreenElement ?? panel;
  if (form) place.append(form);
});

// The class is over: the server takes nothing more, so there is nothing to write in.
function fallSilent() {
  const note = document.createElement('p');
  note.className = 'history-end';
  note.textContent = panel.dataset.textOver;
  document.getElementById('composer')?.replaceWith(note);
  document.getElementById('ask')?.remove();
  hands.opened(false);
  signals.opened(false);
  quizzes.takeDown();
  document.querySelector('.nav [hx-get="/live/badge"]')?.replaceChildren();
}

function lineOf(message) {
  const { id, colour, mode, at, rank, user } = message.dataset;
  return {
    id,
    user,
    colour,
    mode,
    text: message.querySelector('.message__body').textContent,
    at: at ? Number(at) : null,
    isOwn: user === panel.dataset.viewer,
    isTeacher: rank === 'teacher',
  };
}
