// Tells the server which stretches of a replay have been watched, for the attendance.

const EVERY_MS = 15_000;
// Time that moves on by more than this between two looks was jumped over.
const JUMP_SECONDS = 3;

export function reportWatching(video, address) {
  let from = null;
  let last = 0;

  const send = () => {
    if (from !== null && last - from >= 1) {
      const body = new URLSearchParams({ from_ms: Math.round(from * 1000), to_ms: Math.round(last * 1000) });
      // What is lost is a quarter of a minute.
      fetch(address, { method: 'POST', body, keepalive: true }).catch(() => {});
    }
    from = null;
  };

  video.addEventListener('timeupdate', () => {
    const now = video.currentTime;
    if (from !== null && (now < last || now - last > JUMP_SECONDS * video.playbackRate)) send();
    if (from === null && !video.paused && !video.seeking) from = now;
    last = now;
  });
  video.addEventListener('seeking', send);
  video.addEventListener('pause', send);
  setInterval(send, EVERY_MS);
  document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && send());
}
