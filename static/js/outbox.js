// Messages on their way: kept over a reload, sent one after the other, again and again until the server has answered for
// each. The nonce makes sending twice harmless. Files cannot be kept over a reload; their message then asks for them.
//
//   const outbox = new Outbox({ key: 'chat-7', address: '/chat/rooms/7/messages',
//     sending(message) {}, progress(message, share) {}, sent(message, html) {},
//     held(message, html) {},               it waits for somebody to let it through
//     waiting(message, seconds) {}, failed(message, words) {} });
//   outbox.add({ content, files });      a message is { nonce, content, files, fields, failed }

const OFFLINE_DELAY = 2_000;

export class Outbox {
  constructor({ key, address, ...on }) {
    Object.assign(this, { key, address, on, isBusy: false });
    this.messages = JSON.parse(sessionStorage.getItem(key) ?? '[]');
    for (const message of this.messages) {
      if (message.hadFiles) message.failed = 'files-lost';
      message.files = [];
    }
    addEventListener('online', () => this.work());
  }

  add({ content, files = [], fields = {} }) {
    const message = { nonce: newNonce(), content, files, fields, hadFiles: files.length > 0 };
    this.messages.push(message);
    this.keep();
    queueMicrotask(() => this.work());
    return message;
  }

  retry(nonce) {
    const message = this.messages.find((message) => message.nonce === nonce);
    if (!message) return;
    delete message.failed;
    this.keep();
    this.work();
  }

  drop(nonce) {
    this.messages = this.messages.filter((message) => message.nonce !== nonce);
    this.keep();
  }

  keep() {
    const kept = this.messages.map(({ files, ...message }) => message);
    sessionStorage.setItem(this.key, JSON.stringify(kept));
  }

  /** Sends what waits, in order. A message that failed for good steps aside until somebody retries it. */
  async work() {
    if (this.isBusy) return;
    this.isBusy = true;
    for (;;) {
      const message = this.messages.find((message) => !message.failed);
      if (!message) break;
      await this.send(message);
    }
    this.isBusy = false;
  }

  async send(message) {
    this.on.sending(message);
    const answer = await this.post(message);
    if (answer.status === 200 || answer.status === 201) {
      this.drop(message.nonce);
      this.on.sent(message, answer.text);
    } else if (answer.status === 202) {
      this.drop(message.nonce);
      this.on.held(message, answer.text);
    } else if (answer.status === 429) {
      await this.wait(message, answer.retryAfter || 1);
    } else if (answer.status === 0 || answer.status >= 500) {
      await pause(OFFLINE_DELAY * (0.5 + Math.random()));
    } else {
      message.failed = 'refused';
      this.keep();
      this.on.failed(message, wordsOf(answer.text));
    }
  }

  async wait(message, seconds) {
    for (let left = seconds; left > 0; left -= 1) {
      this.on.waiting(message, left);
      await pause(1_000);
    }
  }

  /** XMLHttpRequest, because fetch does not tell how far an upload is. */
  post(message) {
    return new Promise((resolve) => {
      const request = new XMLHttpRequest();
      request.upload.addEventListener('progress', ({ loaded, total }) => this.on.progress(message, loaded / total));
      request.addEventListener('loadend', () => resolve({
        status: request.status,
        text: request.responseText,
        retryAfter: Number(request.getResponseHeader('Retry-After')),
      }));
      request.open('POST', this.address);
      request.setRequestHeader('HX-Request', 'true');
      request.timeout = message.files.length ? 0 : 30_000;
      request.send(bodyOf(message));
    });
  }
}

function bodyOf({ nonce, content, files, fields }) {
  const texts = { ...fields, content, nonce };
  if (!files.length) return new URLSearchParams(texts);
  const body = new FormData();
  for (const [name, value] of Object.entries(texts)) body.append(name, value);
  for (const file of files) body.append('file', file);
  return body;
}

/** What an error says, without its markup. */
export function wordsOf(html) {
  const notice = new DOMParser().parseFromString(html, 'text/html');
  const lines = [...notice.querySelectorAll('li, p:not([aria-hidden])')].map((line) => line.textContent.trim());
  return lines.filter(Boolean).join(' ') || notice.body.textContent.trim();
}

function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** A UUID of version 7: the time in milliseconds, then chance. */
export function newNonce() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  let time = Date.now();
  for (let index = 5; index >= 0; index -= 1) {
    bytes[index] = time % 256;
    time = Math.floor(time / 256);
  }
  bytes[6] = 0x70 | (bytes[6] & 0x0f);
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5');
}
