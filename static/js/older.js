// What is above the messages of a list comes as one scrolls up.

const NEAR = '400px 0px 0px 0px';
const AGAIN = 3000;

export class Older {
  /** put(place, html): what is above stands in place of the link to it. */
  constructor(list, put) {
    this.list = list;
    this.put = put;
  }

  /** The link to what is above, if there is more. */
  get link() {
    return this.list.querySelector('[data-older]');
  }

  watch() {
    this.observer?.disconnect();
    const { link } = this;
    if (!link) return;
    // Where the page is busy, several changes come at once, and not the latest first.
    this.observer = new IntersectionObserver((changes) => {
      if (changes.some(({ isIntersecting }) => isIntersecting)) this.load(link);
    }, { root: this.list, rootMargin: NEAR });
    this.observer.observe(link);
  }

  /** One stretch at a time; whether it has come. */
  load(link) {
    this.loading ??= this.fetch(link).finally(() => { this.loading = null; });
    return this.loading;
  }

  async fetch(link) {
    this.observer?.disconnect();
    const answer = await fetch(link.href, { headers: { 'HX-Request': 'true' } }).catch(() => null);
    const html = answer?.ok ? await answer.text().catch(() => null) : null;
    if (!link.isConnected) return false;
    if (html === null) {
      setTimeout(() => this.watch(), AGAIN);
      return false;
    }
    // What is on the screen stays where it is.
    const fromBottom = this.list.scrollHeight - this.list.scrollTop;
    this.put(link.parentElement, html);
    this.list.scrollTop = this.list.scrollHeight - fromBottom;
    this.watch();
    return true;
  }

  /** The messages above this one have left the page; they can be loaded again from there. */
  leave(address) {
    const line = document.createElement('p');
    line.className = 'history-end';
    const link = document.createElement('a');
    Object.assign(link, { href: address, textContent: '…' });
    link.dataset.older = '';
    line.append(link);
    this.list.prepend(line);
    this.watch();
  }
}
