// What stands beside the picture, one panel at a time: <nav data-panels> of links to the panels. Without this script they
// stand below each other. The address may name a panel or something in one.

const all = [...document.querySelectorAll('[data-panels]')].map(open);

/** Shows the panel of the place that the address names, and the place in it. */
function showPlace() {
  const place = location.hash.length > 1 ? document.getElementById(location.hash.slice(1)) : null;
  if (!place) return;
  for (const show of all) show(place);
  place.scrollIntoView({ block: 'nearest' });
}

function open(tabs) {
  const links = [...tabs.querySelectorAll('a[href^="#"]')];
  const choose = (chosen) => {
    for (const link of links) {
      if (link === chosen) link.setAttribute('aria-current', 'true');
      else link.removeAttribute('aria-current');
      document.querySelector(link.hash).hidden = link !== chosen;
    }
    // Where there is no room for all, the chosen one is in the middle of what is seen.
    tabs.scrollLeft = chosen.offsetLeft - tabs.offsetLeft - (tabs.clientWidth - chosen.offsetWidth) / 2;
  };
  const show = (place) => {
    const link = links.find(({ hash }) => document.querySelector(hash).contains(place));
    if (link) choose(link);
  };
  tabs.addEventListener('click', (event) => {
    const link = event.target.closest('a');
    if (!links.includes(link)) return;
    event.preventDefault();
    choose(link);
  });
  choose(links[0]);
  return show;
}

showPlace();
window.addEventListener('hashchange', showPlace);
