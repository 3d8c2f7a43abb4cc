// <div data-countdown="time"> with [data-days], [data-hours], [data-minutes] and [data-seconds] counts down to that time
// and then stays at nothing. Fragments that come later are found as well.

function show() {
  for (const box of document.querySelectorAll('[data-countdown]')) {
    const left = Math.max(0, Math.ceil((Date.parse(box.dataset.countdown) - Date.now()) / 1000));
    const parts = {
      days: Math.floor(left / 86_400),
      hours: Math.floor(left / 3_600) % 24,
      minutes: Math.floor(left / 60) % 60,
      seconds: left % 60,
    };
    for (const [name, value] of Object.entries(parts)) box.querySelector(`[data-${name}]`).textContent = value;
    box.hidden = left === 0;
  }
}

show();
setInterval(show, 1_000);
