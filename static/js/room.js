// A conversation that is open: what is said comes in and goes out without a reload. The list of messages is in
// conversation.js, the composer in composer.js; here they meet the feed, the outbox and what has been read.

import { Composer } from './composer.js';
import { Conversation } from './conversation.js';
import { DraftKeeper } from './drafts.js';
import { edit } from './editor.js';
import { EmojiPicker } from './emoji.js';
import { openFeed } from './feed.js';
import { Mentions } from './mentions.js';
import { Outbox } from './outbox.js';
import './report-dialog.js';
import { Typing } from './typing.js';
import { unreadChanged } from './unread.js';

const room = document.getElementById('room');
const { path } = room.dataset;
const words = room.dataset;
const conversation = new Conversation(room, { reached: markRead });
const connection = room.querySelector('.connection');
const online = room.querySelector('[data-online]');
// A room that is closed has no line to write in.
const form = room.querySelector('#composer');
let composer;
let typing;

openFeed({
  socket: `${path}/socket`,
  last: Number(room.dataset.rev),
  changes(items) {
    for (const item of items) {
      conversation.apply(item);
      typing?.stopped(item.user);
    }
    if (document.hidden || !conversation.isAtBottom()) tellLater();
    markRead();
  },
  event(name, data) {
    if (name === 'typing') typing?.heard(data);
    if (name === 'presence') online.textContent = words.textOnline.replace('{count}', data.count);
  },
  async reset() {
    const answer = await fetch(path, { headers: { 'HX-Request': 'true' } });
    if (answer.ok) conversation.replace(await answer.text(), words.textGap);
  },
  state(name) {
    const text = { away: words.textAway, 'signed-out': words.textSignedOut, 'not-allowed': words.textNotAllowed, stopped: words.textStopped }[name];
    connection.textContent = text ?? '';
    connection.hidden = !text;
    if (name === 'not-allowed') conversation.clear();
  },
});

const outbox = new Outbox({
  key: `outbox ${room.dataset.viewer} ${path}`,
  address: `${path}/messages`,
  sending: (message) => conversation.pending(message, { note: words.textSending }),
  progress: (message, share) => conversation.pending(message, { note: words.textSending, share }),
  waiting: (message, seconds) => conversation.pending(message, { note: words.textWaiting.replace('{seconds}', seconds) }),
  failed: (message, why) => conversation.pending(message, { note: `${words.textFailed} ${why}`, hasFailed: true }),
  sent: (message, html) => conversation.sent(message, html),
  held: (message, html) => conversation.held(message, html),
});
for (const message of outbox.messages) {
  const note = message.failed === 'files-lost' ? words.textFilesLost : words.textFailed;
  conversation.pending(message, message.failed ? { note, hasFailed: true } : { note: words.textSending });
}
outbox.work();

if (form) {
  const drafts = new DraftKeeper(form.elements.content, `draft ${room.dataset.viewer} ${path}`);
  composer = new Composer(form, {
    words,
    send(draft) {
      outbox.add(draft);
      conversation.toBottom();
      typing.sent();
      queueMicrotask(() => drafts.keep());
    },
  });
  new EmojiPicker(form.querySelector('[popovertarget="emoji"]'), document.getElementById('emoji'), composer.text, words);
  new Mentions(composer.text, room.querySelector('.mention-list'), `${path}/mentions`);
  typing = new Typing(room.querySelector('.typing'), composer.text, { address: `${path}/typing`, viewer: room.dataset.viewer, words });
}

// Retry and discard, replies, and what is done with a message: the feed will confirm it.
room.addEventListener('click', (event) => {
  const { target } = event;
  if (target.closest('[data-reply]')) composer?.replyTo(target.closest('.message'));
  const editing = target.closest('[data-edit]');
  if (editing) {
    event.preventDefault();
    edit(editing.closest('.message'), editing.href);
  }
  const quote = target.closest('.message__quote');
  if (quote && conversation.show(quote.dataset.of)) event.preventDefault();
  const message = target.closest('.message--failed');
  if (!message) return;
  const nonce = message.id.slice(2);
  if (target.closest('[data-retry]')) outbox.retry(nonce);
  if (target.closest('[data-drop]')) {
    outbox.drop(nonce);
    message.remove();
  }
});
room.addEventListener('submit', (event) => {
  const form = event.target;
  if (event.defaultPrevented || !form.matches('.message__actions form, .message__reactions')) return;
  event.preventDefault();
  const body = new URLSearchParams(new FormData(form, event.submitter));
  fetch(form.action, { method: 'POST', body, headers: { 'HX-Request': 'true' } }).then((answer) => {
    if (answer.ok && form.matches('[data-delete]')) offerUndo(form.action.replace(/deletion$/, 'restoration'));
  }).catch(() => {});
});

// So much is loaded at once; what is further away has a page of its own.
const MOST_UNREAD = 500;
room.querySelector('.first-unread')?.addEventListener('click', async (event) => {
  if (Number(room.dataset.last) - Number(room.dataset.read) > MOST_UNREAD) return;
  event.preventDefault();
  const link = event.currentTarget;
  if (await conversation.toFirstUnread()) link.remove();
  else location.assign(link.href);
});

// What has just been deleted can be brought back for a moment.
const undo = room.querySelector('.undo');
let undoing;
function offerUndo(address) {
  clearTimeout(undoing);
  undo.hidden = false;
  undo.querySelector('button').onclick = () => {
    undo.hidden = true;
    fetch(address, { method: 'POST', headers: { 'HX-Request': 'true' } }).catch(() => {});
  };
  undoing = setTimeout(() => { undo.hidden = true; }, 15_000);
}

// What stands at the bottom of a page that somebody is looking at has been read.
let read = Number(room.dataset.read);
let reading;
function markRead() {
  clearTimeout(reading);
  reading = setTimeout(async () => {
    const seq = conversation.lastSeq();
    if (document.hidden || !conversation.isAtBottom() || seq <= read) return;
    read = seq;
    const body = new URLSearchParams({ seq });
    await fetch(`${path}/read`, { method: 'POST', body, headers: { 'HX-Request': 'true' } }).catch(() => {});
    unreadChanged();
  }, 400);
}

// What nobody is looking at is counted, on all tabs; in a busy room not for each message.
let telling;
function tellLater() {
  telling ??= setTimeout(() => {
    telling = undefined;
    unreadChanged();
  }, 1_000);
}
document.addEventListener('visibilitychange', markRead);
markRead();
