// What the server's clock says, so that a time that it measures runs out here in the same moment.

let ahead = 0;

/** To be told whenever the server says what time it is, in milliseconds. */
export function heardClock(now) {
  if (Number.isFinite(now)) ahead = now - Date.now();
}

export function serverNow() {
  return Date.now() + ahead;
}
