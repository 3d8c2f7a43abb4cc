// Editing a message where it stands. The form comes from the page that edits it without scripts.

import { wordsOf } from './outbox.js';

export async function edit(message, address) {
  if (message.querySelector('.message-edit')) return;
  const answer = await fetch(address).catch(() => null);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const form = document.adoptNode(page.querySelector('.message-edit'));
  const text = form.elements.content;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    event.stopPropagation();
    save(form);
  });
  form.querySelector('[data-edit-cancel]').addEventListener('click', (event) => {
    event.preventDefault();
    close(form);
  });
  text.addEventListener('keydown', (event) => {
    const isComposing = event.isComposing || event.keyCode === 229;
    if (event.key === 'Escape') close(form);
    if (event.key !== 'Enter' || event.shiftKey || isComposing || matchMedia('(pointer: coarse)').matches) return;
    event.preventDefault();
    form.requestSubmit();
  });
  message.append(form);
  text.focus();
  text.setSelectionRange(text.value.length, text.value.length);
}

/** The feed brings the message as it is now; a refusal is shown, and what was typed stays. */
async function save(form) {
  const body = new URLSearchParams(new FormData(form));
  const answer = await fetch(form.action, { method: 'POST', body, headers: { 'HX-Request': 'true' } }).catch(() => null);
  if (answer?.ok) return close(form);
  const error = form.querySelector('.field__error') ?? form.insertAdjacentElement('afterbegin', document.createElement('p'));
  error.className = 'field__error';
  error.setAttribute('role', 'alert');
  error.textContent = answer ? wordsOf(await answer.text()) : form.closest('#room').dataset.textAway;
}

function close(form) {
  const message = form.closest('.message');
  form.remove();
  if (!message) return;
  message.tabIndex = -1;
  message.focus({ preventScroll: true });
}
