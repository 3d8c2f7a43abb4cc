// The draft of an assignment: saved by itself while it is typed, what could not be sent is kept in this browser and sent
// again, and a newer draft from another device is never overwritten unasked. Without this script the form has a button.
//
//   <form data-draft="/courses/1/lessons/2/assignment/draft"> <input name="sequence"> <textarea name="body">
//     <p data-saved></p> </form>

const PAUSE_TYPING = 800;
const PAUSE_RETRY = 3_000;
const form = document.querySelector('[data-draft]');
const field = form?.querySelector('textarea[name="body"]');

if (field) autosave(form, field);

function autosave(form, field) {
  const words = form.dataset;
  const hidden = form.querySelector('[name="sequence"]');
  const note = form.querySelector('[data-saved]');
  const key = `draft ${words.draft}`;
  let saved = field.value;
  let isSending = false;
  let timer;

  const tell = (state, text) => {
    note.dataset.state = state;
    note.textContent = text;
  };

  const later = (pause) => {
    clearTimeout(timer);
    timer = setTimeout(send, pause);
  };

  const changed = () => {
    sessionStorage.setItem(key, JSON.stringify({ sequence: hidden.value, body: field.value }));
    tell('waiting', words.textSaving);
    later(PAUSE_TYPING);
  };

  async function send() {
    if (isSending || field.value === saved) return;
    isSending = true;
    const body = field.value;
    let response;
    try {
      response = await fetch(words.draft, { method: 'POST', body: new URLSearchParams({ body, sequence: hidden.value }) });
    } catch {
      response = null;
    }
    isSending = false;
    if (response?.ok) settle(body);
    else if (!response || response.status >= 500 || response.status === 429) {
      tell('failed', words.textOffline);
      later(PAUSE_RETRY * (0.5 + Math.random()));
    } else refuse(await response.json().catch(() => ({})));
  }

  function settle(body) {
    saved = body;
    hidden.value = String(Number(hidden.value) + 1);
    if (field.value !== body) changed();
    else {
      sessionStorage.removeItem(key);
      tell('saved', words.textSaved);
    }
  }

  /** Another device has saved since, or the assignment is closed: the words of the server, and what can be done. */
  function refuse(said) {
    tell('refused', said.words ?? words.textRefused);
    if (said.sequence === undefined) return;
    note.append(button(words.textKeepMine, () => {
      hidden.value = String(said.sequence + 1);
      changed();
    }));
    note.append(button(words.textTakeTheirs, () => {
      sessionStorage.removeItem(key);
      saved = field.value;
      location.reload();
    }));
  }

  // What this browser could not send before it was closed or reloaded, if nothing newer is stored.
  const kept = JSON.parse(sessionStorage.getItem(key) ?? 'null');
  if (kept && kept.sequence === hidden.value && kept.body !== field.value) {
    field.value = kept.body;
    changed();
  } else sessionStorage.removeItem(key);

  const warn = (event) => { if (field.value !== saved) event.preventDefault(); };
  field.addEventListener('input', changed);
  addEventListener('online', () => later(0));
  addEventListener('beforeunload', warn);
  form.addEventListener('submit', () => {
    clearTimeout(timer);
    sessionStorage.removeItem(key);
    removeEventListener('beforeunload', warn);
  });
}

function button(text, act) {
  const made = document.createElement('button');
  made.type = 'button';
  made.className = 'button button--small';
  made.textContent = text;
  made.addEventListener('click', act);
  return made;
}
