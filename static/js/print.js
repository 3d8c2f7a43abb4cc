// <button data-print hidden> prints the page; without scripts it stays hidden, and the browser's own menu prints.

for (const button of document.querySelectorAll('[data-print]')) {
  button.hidden = false;
  button.addEventListener('click', () => print());
}
