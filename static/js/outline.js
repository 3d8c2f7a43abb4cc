// The outline of a course: lessons are dragged by their handle to another place, also into another section. The same can
// be done by the buttons of each lesson, which is also how it is done by keyboard.

const EDGE = 60;

let drag = null;

document.addEventListener('pointerdown', (event) => {
  const row = event.target.closest('.outline-editor__handle')?.closest('[data-lesson]');
  if (!row || event.button !== 0) return;
  event.preventDefault();
  drag = { row, pointer: event.pointerId, from: placeOf(row) };
  row.setAttribute('data-dragging', '');
});

document.addEventListener('pointermove', (event) => {
  if (event.pointerId !== drag?.pointer) return;
  if (event.clientY < EDGE) scrollBy(0, -12);
  if (event.clientY > innerHeight - EDGE) scrollBy(0, 12);
  const under = document.elementFromPoint(event.clientX, event.clientY)?.closest('.outline-editor__section');
  const list = under?.querySelector('[data-section]');
  if (list) list.insertBefore(drag.row, rowBelow(list, event.clientY));
});

document.addEventListener('pointerup', (event) => end(event, true));
document.addEventListener('pointercancel', (event) => end(event, false));
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && drag) end({ pointerId: drag.pointer }, false);
});

function end(event, dropped) {
  if (event.pointerId !== drag?.pointer) return;
  const { row, from } = drag;
  drag = null;
  row.removeAttribute('data-dragging');
  const to = placeOf(row);
  if (to.list === from.list && to.place === from.place) return;
  if (!dropped) return from.list.insertBefore(row, from.next);
  const outline = row.closest('[data-course]');
  window.htmx.ajax('POST', `/courses/${outline.dataset.course}/lessons/${row.dataset.lesson}/position`, {
    target: '#outline',
    swap: 'outerMorph',
    values: { section_id: to.list.dataset.section, place: to.place },
  });
}

/** The row that a lesson dropped at this height comes before; null at the end of the list. */
function rowBelow(list, y) {
  const rows = [...list.querySelectorAll(':scope > [data-lesson]:not([data-dragging])')];
  return rows.find((row) => {
    const box = row.getBoundingClientRect();
    return y < box.top + box.height / 2;
  }) ?? null;
}

/** Where a lesson stands: its list, its number from 1, and what comes after it. */
function placeOf(row) {
  const list = row.closest('[data-section]');
  const rows = [...list.querySelectorAll(':scope > [data-lesson]')];
  return { list, place: rows.indexOf(row) + 1, next: row.nextElementSibling };
}
