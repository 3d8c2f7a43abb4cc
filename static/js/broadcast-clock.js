// A worker that ticks. The page's own timers stand still while another tab or window is in front, as it is whenever a
// teacher shows a screen; a worker's do not.
//
//   postMessage(33) ticks every 33 ms; postMessage(0) stops.

let ticking;

addEventListener('message', ({ data }) => {
  clearInterval(ticking);
  if (data) ticking = setInterval(() => postMessage(null), data);
});
