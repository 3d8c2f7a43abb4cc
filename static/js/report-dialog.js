// What is wrong with a message is said in a dialog over the page it stands on, so that a class goes on and nobody loses their
// place. The form is that of its own page, where one comes to without scripts, in a new tab, or when it can't be fetched.

import { toast, words } from './notices.js';
import { wordsOf } from './outbox.js';

const PARTS = 'main :is(.reported, .notice, .form)';

const dialog = document.createElement('dialog');
dialog.className = 'dialog dialog--sheet';
const title = document.createElement('h2');
title.className = 'dialog__title';
title.id = 'report-title';
dialog.setAttribute('aria-labelledby', title.id);
const parts = document.createElement('div');
parts.className = 'stack';
dialog.append(title, parts);
document.body.append(dialog);

function show(html) {
  const page = new DOMParser().parseFromString(html, 'text/html');
  parts.replaceChildren(...page.querySelectorAll(PARTS));
  parts.querySelector('textarea')?.focus();
}

document.addEventListener('click', async (event) => {
  const link = event.target.closest('a[data-report]');
  if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const answer = await fetch(link.href).catch(() => null);
  if (!answer?.ok || answer.redirected) return location.assign(link.href);
  title.textContent = link.ariaLabel;
  dialog.showModal();
  show(await answer.text());
});

// "Cancel" leads back to the page that is below the dialog already.
dialog.addEventListener('click', (event) => {
  if (!event.target.closest('a')) return;
  event.preventDefault();
  dialog.close();
});

dialog.addEventListener('submit', async (event) => {
  event.preventDefault();
  const { target: form, submitter } = event;
  submitter.disabled = true;
  const answer = await fetch(form.action, {
    method: 'POST',
    headers: { 'HX-Request': 'true' },
    body: new URLSearchParams(new FormData(form)),
  }).catch(() => null);
  submitter.disabled = false;
  if (answer?.status === 422) return show(await answer.text());
  if (!answer) return toast(words.textOffline, 'error');
  dialog.close();
  toast(wordsOf(await answer.text()), answer.ok ? 'success' : 'error');
});
