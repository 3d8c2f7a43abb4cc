// The keys of the player, wherever on the page the focus is: never while something is typed, a dialog is open, or the
// key belongs to what has the focus (space on a button, arrows in a list).

const TYPED_INTO = 'input:not([type="checkbox"], [type="button"]), textarea, select, [contenteditable="true"], [role="listbox"], [role="slider"]';
const PRESSED = 'button, a[href], summary, [role="button"], input[type="checkbox"]';

/**
 * @param {{toggle, seekBy, seekToShare, louder, mute, fullscreen, subtitles, faster, help}} player what the keys do
 * @param {HTMLElement} box the player: up and down change the volume in it and scroll the page elsewhere
 */
export function bindKeys(player, box) {
  const acts = {
    ' ': () => player.toggle(),
    k: () => player.toggle(),
    j: () => player.seekBy(-10),
    l: () => player.seekBy(10),
    arrowleft: () => player.seekBy(-5),
    arrowright: () => player.seekBy(5),
    arrowup: () => player.louder(0.1),
    arrowdown: () => player.louder(-0.1),
    m: () => player.mute(),
    f: () => player.fullscreen(),
    c: () => player.subtitles(),
    d: () => document.dispatchEvent(new Event('player:danmaku')),
    n: () => document.dispatchEvent(new Event('player:note')),
    '<': () => player.faster(-1),
    '>': () => player.faster(1),
    '?': () => player.help(),
  };
  for (let digit = 0; digit <= 9; digit += 1) acts[digit] = () => player.seekToShare(digit / 10);

  // In the capture phase, as the browser's own controls would hear the same keys a second time.
  document.addEventListener('keydown', (event) => {
    const key = event.key.toLowerCase();
    const act = acts[key];
    if (!act || event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.defaultPrevented) return;
    const { target } = event;
    if (target.closest?.(TYPED_INTO) || document.querySelector('dialog[open], [popover]:popover-open')) return;
    if (key === ' ' && target.closest?.(PRESSED)) return;
    if ((key === 'arrowup' || key === 'arrowdown') && !box.contains(target) && document.fullscreenElement !== box) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }, { capture: true });
}
