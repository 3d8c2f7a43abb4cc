// What has been typed and not sent, kept for each room in this browser until it is sent. Signing out takes it away (the
// answer says Clear-Site-Data), and what somebody else typed here is under their own name.

const PAUSE = 300;

export class DraftKeeper {
  constructor(text, key) {
    Object.assign(this, { text, key });
    if (!text.value) text.value = localStorage.getItem(key) ?? '';
    text.addEventListener('input', () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.keep(), PAUSE);
    });
    addEventListener('pagehide', () => this.keep());
    // The answer to signing out empties the store while this page is still there: it must not fill it again.
    document.addEventListener('submit', ({ target }) => {
      if (target.matches('form[action="/logout"]')) this.isOver = true;
    });
  }

  keep() {
    clearTimeout(this.timer);
    if (this.isOver) return;
    try {
      if (this.text.value.trim()) localStorage.setItem(this.key, this.text.value);
      else localStorage.removeItem(this.key);
    } catch {
      // The browser keeps nothing, or has no room left: then a draft lasts as long as its page.
    }
  }
}
