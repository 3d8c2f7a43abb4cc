// What stands beside the picture, one panel at a time: <nav data-panels> of links to the panels. Without this script they
// stand below each other.

for (const tabs of document.querySelectorAll('[data-panels]')) open(tabs);

function open(tabs) {
  const links = [...tabs.querySelectorAll('a[href^="#"]')];
  const choose = (chosen) => {
    for (const link of links) {
      if (link === chosen) link.setAttribute('aria-current', 'true');
      else link.removeAttribute('aria-current');
      document.querySelector(link.hash).hidden = link !== chosen;
    }
  };
  tabs.addEventListener('click', (event) => {
    const link = event.target.closest('a');
    if (!links.includes(link)) return;
    event.preventDefault();
    choose(link);
  });
  choose(links.find((link) => link.hash === location.hash) ?? links[0]);
}
