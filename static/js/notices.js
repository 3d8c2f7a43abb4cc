// What the program says to a person, and asks: toasts and the question before a destructive act. Their words and places
// are in templates/layouts/_scripted.html. Keeps nothing but the page itself, so any script may import it.

const place = document.getElementById('toasts');

/** The shell's words in the language of the page. */
export const words = place?.dataset ?? {};

/** Shows a line for some seconds. kind: success | notice | warning | error. */
export function toast(text, kind = 'notice') {
  if (!place || !text) return;
  const box = document.createElement('div');
  box.className = `toast notice notice--${kind}`;
  const line = document.createElement('div');
  line.textContent = text;
  const close = document.createElement('button');
  close.type = 'button';
  close.className = 'notice__close';
  close.setAttribute('aria-label', words.textClose);
  close.textContent = '×';
  close.addEventListener('click', () => box.remove());
  box.append(line, close);
  place.append(box);
  setTimeout(() => box.remove(), kind === 'error' ? 10_000 : 5_000);
}

/** Asks in the page's own dialog; resolves to whether the answer was yes. */
export function ask(question) {
  const dialog = document.getElementById('confirm');
  if (!dialog?.showModal) return Promise.resolve(window.confirm(question));
  dialog.querySelector('#confirm-text').textContent = question;
  dialog.returnValue = 'no';
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), { once: true });
  });
}
