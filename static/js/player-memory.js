// What somebody chose for the player, kept in this browser for all videos.

const PREFIX = 'player-';

/** @returns {?string} */
export function remembered(name) {
  try {
    return localStorage.getItem(PREFIX + name);
  } catch {
    return null;
  }
}

export function remember(name, value) {
  try {
    localStorage.setItem(PREFIX + name, String(value));
  } catch {
    // A browser that keeps nothing still does what is chosen now.
  }
}
