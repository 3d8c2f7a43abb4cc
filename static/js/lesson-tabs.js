// What lies under a lesson, as tabs: without this script its parts stand one after another. Notes take the moment that
// the video is at.

const tabs = document.querySelector('[data-tabs]');
if (tabs) begin();

function begin() {
  const links = [...tabs.querySelectorAll('a:not([data-elsewhere])')];
  const panelOf = (link) => document.querySelector(link.hash);
  const choose = (chosen) => {
    for (const link of links) {
      link.toggleAttribute('aria-current', link === chosen);
      if (link === chosen) link.setAttribute('aria-current', 'true');
      panelOf(link).hidden = link !== chosen;
    }
  };
  tabs.addEventListener('click', (event) => {
    const link = event.target.closest('a');
    if (!links.includes(link)) return;
    event.preventDefault();
    choose(link);
  });
  const named = links.find((link) => link.hash === location.hash);
  if (links.length) choose(named ?? links[0]);
  document.addEventListener('player:note', () => {
    choose(links.find((link) => link.hash === '#notes'));
    document.getElementById('note-body')?.focus();
  });
}

/** A note is about what is seen while it is begun. */
document.addEventListener('focusin', ({ target }) => {
  if (target.id !== 'note-body') return;
  const video = document.querySelector('#player video');
  const { at } = target.form.elements;
  if (video && at && !target.value) at.value = clock(video.currentTime);
});

function clock(seconds) {
  const [hours, minutes, rest] = [seconds / 3600, (seconds / 60) % 60, seconds % 60].map(Math.floor);
  const two = (number) => String(number).padStart(2, '0');
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}
