// The people of a room: who is there is kept up to date over the socket of the room.

import { openFeed } from './feed.js';

const page = document.getElementById('people');
const rows = new Map([...page.querySelectorAll('.person')].map((row) => [Number(row.dataset.user), row]));

openFeed({
  socket: `${page.dataset.path}/socket`,
  last: Number(page.dataset.rev),
  changes() {},
  reset() {},
  event(name, data) {
    if (name !== 'presence') return;
    const there = new Set(data.people ?? []);
    for (const [user, row] of rows) row.querySelector('.person__online').hidden = !there.has(user);
  },
});
