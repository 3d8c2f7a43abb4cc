// The counts in the header: asked for now and then while the page is seen, and the same in every tab. A tab whose count
// changes tells the others, so reading something in one of them is seen in all at once.

const EVERY = 30_000;
const SLOTS = '#chat-badge, #notifications-badge';
const tabs = 'BroadcastChannel' in window ? new BroadcastChannel('badges') : undefined;

/** Has the counts asked for anew. */
function look() {
  if (!document.hidden) document.body.dispatchEvent(new Event('badges:look'));
}

if (document.querySelector(SLOTS)) {
  setInterval(look, EVERY);
  document.addEventListener('visibilitychange', look);
  // Back from another page by the browser's own memory of this one.
  addEventListener('pageshow', ({ persisted }) => persisted && look());
  for (const slot of document.querySelectorAll(SLOTS)) {
    new MutationObserver(() => tell(slot)).observe(slot, { childList: true, characterData: true, subtree: true });
  }
}

const told = new Map();

function tell(slot) {
  const html = slot.innerHTML.trim();
  if (told.get(slot.id) === html) return;
  told.set(slot.id, html);
  tabs?.postMessage({ slot: slot.id, html });
}

tabs?.addEventListener('message', ({ data }) => {
  const slot = document.getElementById(data.slot);
  if (!slot || slot.innerHTML.trim() === data.html) return;
  told.set(data.slot, data.html);
  slot.innerHTML = data.html;
});
