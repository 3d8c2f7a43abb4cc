// How much is unread has changed, or may have: the badge in the header and the list of rooms ask anew, on this page and on
// those in the browser's other tabs.

const LOOK_EVERY = 15_000;
// Whoever has gone is not kept signed in by a page that asks on their behalf.
const GONE_AFTER = 30 * 60_000;

const channel = new BroadcastChannel('chat:unread');
let active = Date.now();

function ask() {
  document.body.dispatchEvent(new Event('chat:unread'));
}

/** To be called by whoever knows of something new, or has had it read. */
export function unreadChanged() {
  ask();
  channel.postMessage(null);
}

channel.addEventListener('message', ask);
document.addEventListener('visibilitychange', () => {
  if (!document.hidden) ask();
});
for (const sign of ['pointerdown', 'keydown', 'wheel']) {
  addEventListener(sign, () => { active = Date.now(); }, { passive: true });
}
if (document.getElementById('chat-badge')) {
  setInterval(() => {
    if (!document.hidden && Date.now() - active < GONE_AFTER) ask();
  }, LOOK_EVERY);
}
