// The page of a class, and the studio's: the picture, the danmaku over it and the talk beside it are one.

import './countdown.js';
import { Stage } from './live-stage.js';
import { Talk } from './live-talk.js';

const panel = document.getElementById('talk');
const stage = new Stage(panel.dataset.room);

new Talk(panel, {
  added: (message) => stage.danmaku?.add(lineOf(message)),
  removed: (id) => stage.danmaku?.remove(id),
  mediaTime: () => stage.now(),
  event(name, data) {
    if (name === 'happened') {
      stage.happened(data);
      if (data === 'ended') fallSilent();
    }
    else if (name === 'viewers') stage.viewers(data);
    else if (name === 'removed') location.reload();
    else if (name === 'state') {
      stage.viewers(data.viewers);
      if (data.status !== stage.box.dataset.state) stage.refresh();
    }
  },
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
  document.querySelector('.nav [hx-get="/live/badge"]')?.replaceChildren();
}

function lineOf(message) {
  const { id, colour, mode, at, rank, user } = message.dataset;
  return {
    id,
    colour,
    mode,
    text: message.querySelector('.message__body').textContent,
    at: at ? Number(at) : null,
    isOwn: user === panel.dataset.viewer,
    isTeacher: rank === 'teacher',
  };
}
