// The grade book: a grade opens in a dialog over the table instead of on its page, and closes once it is saved.

const dialog = document.getElementById('grade-dialog');

document.addEventListener('click', async (event) => {
  const grade = event.target.closest('#gradebook td a');
  if (!grade || !dialog || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  await window.htmx.ajax('GET', grade.href, { target: '#grade-part', swap: 'innerHTML' });
  if (!dialog.open) dialog.showModal();
  dialog.querySelector('[name="points"]')?.select();
});

document.addEventListener('htmx:after:swap', () => {
  const saved = dialog?.querySelector('[data-saved]');
  if (!saved) return;
  const { saved: id } = saved.dataset;
  saved.remove();
  dialog.close();
  // The cell has been replaced, so the focus can't return by itself.
  requestAnimationFrame(() => document.getElementById(id)?.focus());
});
