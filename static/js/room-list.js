// The list of rooms, narrowed by a part of their names as one types. Without this script the field is a form that asks
// the server. The list comes anew now and then, so what is typed is applied again.

const field = document.querySelector('[data-filter-rooms]');
const list = document.querySelector('.room-list');
const none = document.querySelector('.room-list__none[hidden]');

function narrow() {
  const wanted = field.value.trim().toLowerCase();
  let shown = 0;
  for (const room of list.querySelectorAll('.room')) {
    const isWanted = room.querySelector('.room__name').textContent.toLowerCase().includes(wanted);
    room.hidden = !isWanted;
    shown += isWanted;
  }
  if (none) none.hidden = !wanted || shown > 0;
}

if (field && list) {
  field.addEventListener('input', narrow);
  document.addEventListener('htmx:after:swap', narrow);
  if (field.value) narrow();
}
