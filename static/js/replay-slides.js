// Courseware beside a replay: the page that was shown at what is seen stands large above the list of all.

/**
 * @param {HTMLElement} panel with the links of all turns, each with its moment in the film, in milliseconds
 * @param {HTMLVideoElement} video
 */
export function followSlides(panel, video) {
  const turns = [...panel.querySelectorAll('[data-jump]')];
  const large = panel.querySelector('.slides__now img');
  let shown;

  const follow = () => {
    const at = video.currentTime * 1000;
    const now = turns.findLast((turn) => Number(turn.dataset.jump) <= at) ?? turns[0];
    if (now === shown) return;
    shown?.removeAttribute('aria-current');
    now.setAttribute('aria-current', 'true');
    Object.assign(large, { src: now.dataset.url, alt: now.dataset.title });
    shown = now;
  };

  for (const type of ['timeupdate', 'seeking']) video.addEventListener(type, follow);
  follow();
}
