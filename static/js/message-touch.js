// Where nothing hovers, a tap on a message shows what may be done with it, and a tap on another moves that there.

export function showActionsOnTap(list) {
  list.addEventListener('click', ({ target }) => {
    if (!matchMedia('(hover: none)').matches || target.closest('a, button, form')) return;
    const tapped = target.closest('.message');
    for (const held of list.querySelectorAll('.message[data-held]')) {
      if (held !== tapped) delete held.dataset.held;
    }
    if (tapped) tapped.dataset.held = '';
  });
}
