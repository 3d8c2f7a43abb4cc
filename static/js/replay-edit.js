// Cutting a replay: the moment that is seen becomes the beginning or the end.

document.addEventListener('click', (event) => {
  const button = event.target.closest('[data-take]');
  const film = document.getElementById('whole');
  if (!button || !film) return;
  document.querySelector(`[name=${button.dataset.take}]`).value = clock(film.currentTime);
});

function reveal() {
  for (const button of document.querySelectorAll('[data-take]')) button.hidden = false;
}

reveal();
document.addEventListener('htmx:after:swap', reveal);

function clock(seconds) {
  const tenths = Math.round(seconds * 10);
  const whole = Math.floor(tenths / 10);
  const two = (number) => String(number).padStart(2, '0');
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const fraction = tenths % 10 ? `.${tenths % 10}` : '';
  return `${hours ? `${hours}:${two(minutes)}` : minutes}:${two(whole % 60)}${fraction}`;
}
