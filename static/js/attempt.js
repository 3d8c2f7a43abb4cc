// The page of an attempt: every answer is saved by itself as soon as it changes, what could not be sent is kept in this
// browser and sent again, and the countdown follows the server's clock. Without this script the page is one form with
// "save" and "hand in".
//
//   <form data-attempt="7" data-left="1800000">          left: milliseconds until the deadline, at the time of the answer
//     <fieldset data-place="1" data-sequence="0"> … <p data-saved></p> </fieldset>

const form = document.querySelector('[data-attempt]');
const words = form.dataset;
const PAUSE_TYPING = 600;
const PAUSE_RETRY = 2_000;

/** The server has refused a save; sending it again would change nothing. */
class NotSaved extends Error {}

const places = [...form.querySelectorAll('[data-place]')].map((box) => new Place(box));
for (const place of places) place.restore();

function Place(box) {
  const number = box.dataset.place;
  const key = `attempt-${words.attempt}-${number}`;
  const hidden = box.querySelector(`[name="sequence-${number}"]`);
  const note = box.querySelector('[data-saved]');
  const link = document.querySelector(`[data-to="${number}"]`);
  let sequence = Number(hidden.value) - 1;
  let sending = null;
  let wanted = null;
  let isSending = false;
  let timer;

  /** Pairs of a field's name and value. */
  const values = () => [...new FormData(form)].filter(([name]) => belongs(name, number)).map(([name, value]) => [name, String(value)]);

  /** What is on the page, in a form that can be laid aside and put back. */
  const keep = () => sessionStorage.setItem(key, JSON.stringify({ sequence, sending, values: wanted }));

  const tell = (state, text) => {
    note.dataset.state = state;
    note.textContent = text;
  };

  this.changed = (isTyping) => {
    wanted = values();
    keep();
    tell('waiting', words.textSaving);
    clearTimeout(timer);
    timer = setTimeout(send, isTyping ? PAUSE_TYPING : 0);
  };

  this.isUnsent = () => wanted !== null;
  this.flush = () => { clearTimeout(timer); return send(); };

  const send = async () => {
    if (isSending || wanted === null) return;
    isSending = true;
    const sent = wanted;
    sending = sent;
    keep();
    try {
      await post(sent, sequence + 1);
      sequence += 1;
      hidden.value = String(sequence + 1);
      if (wanted === sent) settle();
      else keep();
    } catch (error) {
      if (!(error instanceof NotSaved)) timer = setTimeout(send, PAUSE_RETRY * (0.5 + Math.random()));
    }
    isSending = false;
    if (wanted !== null && wanted !== sent) send();
  };

  const settle = () => {
    wanted = null;
    sessionStorage.removeItem(key);
    tell('saved', words.textSaved);
    link?.toggleAttribute('data-answered', values().some(([, value]) => value.trim() !== ''));
    const answered = document.querySelectorAll('[data-to][data-answered]').length;
    document.getElementById('answered-count').textContent = words.textAnswered.replace('#', answered);
  };

  const post = async (list, next) => {
    const body = new URLSearchParams([[`sequence-${number}`, next], ...list]);
    let response;
    try {
      response = await fetch(`/attempts/${words.attempt}/answers/${number}`, { method: 'POST', body });
    } catch {
      tell('failed', words.textOffline);
      throw new Error('offline');
    }
    if (response.ok) return;
    if (response.status >= 500 || response.status === 429) {
      tell('failed', words.textOffline);
      throw new Error('busy');
    }
    refuse(response, await response.json().catch(() => ({})));
  };

  /** Another device has saved since, or the time is over: the words of the server, and what can be done. */
  const refuse = (response, said) => {
    tell('refused', said.words ?? words.textRefused);
    if (said.sequence !== undefined) {
      note.append(' ', button(words.textKeepMine, () => { sequence = said.sequence; this.changed(); }));
      note.append(' ', button(words.textTakeTheirs, () => { sessionStorage.removeItem(key); location.reload(); }));
    } else {
      sessionStorage.removeItem(key);
      wanted = null;
    }
    if (said.isClosed) location.assign(`/attempts/${words.attempt}`);
    throw new NotSaved();
  };

  /** What this browser could not send before it was closed or reloaded. */
  this.restore = () => {
    const kept = JSON.parse(sessionStorage.getItem(key) ?? 'null');
    if (!kept) return;
    // The last save may have arrived although its answer did not; any other newer one is of another device.
    const hasArrived = kept.sequence + 1 === sequence && JSON.stringify(kept.sending) === JSON.stringify(values());
    if (kept.sequence !== sequence && !hasArrived) {
      sessionStorage.removeItem(key);
      return;
    }
    fill(box, number, kept.values);
    this.changed();
  };

  box.addEventListener('input', (event) => this.changed(event.target.matches('textarea, input:not([type="radio"], [type="checkbox"])')));
}

/** `answer-3`, or one of `answer-3-0`, `answer-3-1` … */
function belongs(name, number) {
  return name === `answer-${number}` || name.startsWith(`answer-${number}-`);
}

function fill(box, number, list) {
  for (const input of box.querySelectorAll('[name]')) {
    if (!belongs(input.name, number)) continue;
    const kept = list.filter(([name]) => name === input.name).map(([, value]) => value);
    if (input.matches('[type="radio"], [type="checkbox"]')) input.checked = kept.includes(input.value);
    else input.value = kept[0] ?? '';
  }
}

function button(text, act) {
  const made = document.createElement('button');
  made.type = 'button';
  made.className = 'button button--small';
  made.textContent = text;
  made.addEventListener('click', act);
  return made;
}

// Nothing is left behind when the form goes as a whole or the page is left.
form.addEventListener('submit', () => removeEventListener('beforeunload', warn));
const warn = (event) => { if (places.some((place) => place.isUnsent())) event.preventDefault(); };
addEventListener('beforeunload', warn);
addEventListener('online', () => { for (const place of places) place.flush(); });

// The countdown: the server has said how much time is left; from then on this page's own steady clock goes on.
const timer = document.querySelector('[data-countdown]');
if (timer && words.left) {
  const end = performance.now() + Number(words.left);
  const tick = () => {
    const left = Math.max(0, Math.ceil((end - performance.now()) / 1000));
    const [hours, minutes, seconds] = [Math.floor(left / 3600), Math.floor(left / 60) % 60, left % 60];
    const pad = (value) => String(value).padStart(2, '0');
    timer.textContent = hours ? `${hours}:${pad(minutes)}:${pad(seconds)}` : `${minutes}:${pad(seconds)}`;
    timer.toggleAttribute('data-soon', left <= 60);
    if (left === 0) finish();
    else setTimeout(tick, 250);
  };
  tick();
}

/** The time is over: what is still on its way goes first, then the attempt is handed in. */
async function finish() {
  await Promise.allSettled(places.map((place) => place.flush()));
  removeEventListener('beforeunload', warn);
  const done = document.createElement('form');
  done.method = 'post';
  done.action = `/attempts/${words.attempt}/submission`;
  document.body.append(done);
  done.submit();
}
