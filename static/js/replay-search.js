// Looking for words in what was said in a class: what is found takes the place of the list until the field is empty.

const PAUSE_MS = 250;

/**
 * @param {HTMLElement} panel holds the form, the list #messages and the place #found
 * @param {string} address where messages are asked for
 */
export function bindSearch(panel, address) {
  const form = panel.querySelector('[data-replay-search]');
  const [found, messages] = [panel.querySelector('#found'), panel.querySelector('#messages')];
  let waiting;

  const show = (isSearch) => {
    found.hidden = !isSearch;
    messages.hidden = isSearch;
  };

  const search = async () => {
    const words = form.q.value.trim();
    if (!words) return show(false);
    const answer = await fetch(`${address}?q=${encodeURIComponent(words)}`, { headers: { 'HX-Request': 'true' } }).catch(() => null);
    // Somebody who types on has another question by now.
    if (answer?.status !== 200 || form.q.value.trim() !== words) return;
    found.innerHTML = await answer.text();
    show(true);
  };

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    search();
  });
  form.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(search, PAUSE_MS);
  });
}
