// What every page does beyond links and forms: the theme without a reload, dialogs, a question before destructive
// acts, toasts for what htmx could not do, and uploads with a bar. Without this script all of it still works plainly.

import './badges.js';
import { ask, toast, words } from './notices.js';
import './unread.js';

// <form data-confirm="question"> or <button data-confirm="question">: asked before the form goes.
document.addEventListener('submit', async (event) => {
  const form = event.target;
  const question = event.submitter?.dataset.confirm ?? form.dataset.confirm;
  if (!question || form.dataset.confirmed) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (!(await ask(question))) return;
  form.dataset.confirmed = 'yes';
  form.requestSubmit(event.submitter);
  delete form.dataset.confirmed;
}, { capture: true });

// hx-confirm, in the same dialog.
document.addEventListener('htmx:confirm', async (event) => {
  event.preventDefault();
  if (await ask(event.detail.ctx.confirm)) event.detail.issueRequest();
  else event.detail.dropRequest();
});

// The theme: shown at once, kept by the server. <form data-theme-switch> in the viewer's menu and in the settings.
document.addEventListener('submit', (event) => {
  const form = event.target;
  const theme = event.submitter?.value;
  if (!form.matches('[data-theme-switch]') || !theme) return;
  event.preventDefault();
  document.documentElement.dataset.theme = theme;
  for (const button of document.querySelectorAll('[data-theme-switch] button[name="theme"]')) {
    button.setAttribute('aria-pressed', String(button.value === theme));
  }
  fetch(form.action, {
    method: 'POST',
    body: new URLSearchParams(new FormData(form, event.submitter)),
    redirect: 'manual',
  }).catch(() => toast(words.textOffline, 'error'));
});

// Where tabs are more than the width has room for, the current one is in sight.
for (const tabs of document.querySelectorAll('.tabs')) {
  const current = tabs.querySelector('[aria-current], [aria-selected="true"]');
  if (current) tabs.scrollLeft = current.offsetLeft - tabs.offsetLeft - (tabs.clientWidth - current.clientWidth) / 2;
}

// <button data-dialog="id"> opens that dialog; a click on its backdrop closes it.
document.addEventListener('click', (event) => {
  const opener = event.target.closest('[data-dialog]');
  if (opener) {
    const dialog = document.getElementById(opener.dataset.dialog);
    if (dialog?.showModal) {
      event.preventDefault();
      dialog.showModal();
    }
  } else if (event.target.matches?.('dialog.dialog[open]') && isOutside(event.target, event)) {
    event.target.close();
  }
});

function isOutside(dialog, { clientX, clientY }) {
  const box = dialog.getBoundingClientRect();
  return clientX < box.left || clientX > box.right || clientY < box.top || clientY > box.bottom;
}

// What htmx could not do. Errors that a fragment tells of itself (422, and what a target shows) need no toast.
document.addEventListener('htmx:response:error', (event) => {
  const { sourceElement, response, target } = event.detail.ctx;
  if (sourceElement?.closest('[data-quiet]') || response.status === 422 || target?.isConnected) return;
  toast(words.textFailed, 'error');
});
document.addEventListener('htmx:error', (event) => {
  if (!event.detail.ctx?.sourceElement?.closest('[data-quiet]')) toast(words.textOffline, 'error');
});
// An answer with the header HX-Trigger: {"toast": {"kind": "success", "text": "…"}}.
document.addEventListener('toast', (event) => toast(event.detail.text, event.detail.kind));

// <form data-upload>: sent in the background with a bar; a redirect is followed, a refusal is shown in place.
document.addEventListener('submit', (event) => {
  const form = event.target;
  if (event.defaultPrevented || !form.matches('form[data-upload]')) return;
  if (!form.querySelector('input[type="file"]')?.files.length) return;
  event.preventDefault();
  upload(form, event.submitter);
});

function upload(form, submitter) {
  const bar = uploadBar(form);
  const request = new XMLHttpRequest();
  const buttons = [...form.querySelectorAll('button')].filter((button) => !button.disabled);
  const body = new FormData(form, submitter);
  const end = (note) => {
    for (const button of buttons) button.disabled = false;
    removeEventListener('beforeunload', warn);
    if (note) bar.fail(note);
  };
  const warn = (event) => event.preventDefault();
  for (const button of buttons) button.disabled = true;
  addEventListener('beforeunload', warn);
  request.upload.addEventListener('progress', (event) => bar.show(event.loaded, event.total));
  request.upload.addEventListener('load', () => bar.storing());
  request.addEventListener('error', () => end(words.textUploadFailed));
  request.addEventListener('load', () => {
    end();
    if (request.status < 400) follow(request);
    else showRefusal(form, bar, request.responseText);
  });
  request.open('POST', form.action);
  request.setRequestHeader('Accept', 'text/html');
  request.send(body);
}

/** Goes where the answer led. The request has already used up the flash of that page, so it is carried over. */
function follow(request) {
  const answer = new DOMParser().parseFromString(request.responseText, 'text/html');
  const lines = [...answer.querySelectorAll('.flashes .notice')].map((line) => line.textContent.trim());
  sessionStorage.setItem('carried-flashes', JSON.stringify(lines));
  location.assign(request.responseURL || location.href);
}

for (const line of JSON.parse(sessionStorage.getItem('carried-flashes') ?? '[]')) toast(line, 'success');
sessionStorage.removeItem('carried-flashes');

/** Puts the form as the server answered it in place of this one, or what the error page says into the bar. */
function showRefusal(form, bar, html) {
  const answer = new DOMParser().parseFromString(html, 'text/html');
  const again = form.id && answer.getElementById(form.id);
  if (again) {
    form.replaceWith(again);
    window.htmx?.process(again);
    again.querySelector('[aria-invalid="true"]')?.focus();
    return;
  }
  const said = answer.querySelector('.error-page, .notice--error, main');
  const lines = [...(said?.querySelectorAll('h1, p:not([aria-hidden])') ?? [])].map((line) => line.textContent.trim());
  bar.fail(lines.join(' ') || words.textUploadFailed);
}

function uploadBar(form) {
  form.querySelector('.upload')?.remove();
  const box = document.createElement('div');
  box.className = 'upload';
  const name = document.createElement('div');
  name.className = 'upload__name';
  const file = document.createElement('span');
  file.textContent = form.querySelector('input[type="file"]').files[0].name;
  const share = document.createElement('span');
  share.className = 'num';
  name.append(file, share);
  const bar = document.createElement('progress');
  bar.setAttribute('aria-label', words.textUploading);
  const note = document.createElement('p');
  note.className = 'upload__note';
  note.setAttribute('role', 'status');
  note.textContent = words.textUploading;
  box.append(name, bar, note);
  form.append(box);
  return {
    show(loaded, total) {
      bar.max = total;
      bar.value = loaded;
      share.textContent = `${Math.round((loaded / total) * 100)} %`;
    },
    storing() {
      bar.removeAttribute('value');
      note.textContent = words.textStoring;
    },
    fail(text) {
      box.dataset.state = 'failed';
      bar.remove();
      note.setAttribute('role', 'alert');
      note.textContent = text;
    },
  };
}

// A file drop shows what has been chosen and takes what is dropped on it.
for (const type of ['dragover', 'dragleave', 'drop']) {
  document.addEventListener(type, (event) => {
    const drop = event.target.closest?.('.file-drop');
    if (!drop) return;
    event.preventDefault();
    drop.toggleAttribute('data-over', type === 'dragover');
    const input = drop.querySelector('input[type="file"]');
    if (type !== 'drop' || !input || !event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
  });
}

// Formulas are drawn on the pages that have one; only those load what it takes.
function drawFormulas() {
  if (document.querySelector('code.math')) import('./math.js').then(({ draw }) => draw());
}
drawFormulas();
document.addEventListener('htmx:after:swap', drawFormulas);
