// Naming somebody: behind an @ the people of the room are offered, by arrow keys and Enter or by a tap.

const CALL = /(?:^|[^A-Za-z0-9])[@＠]([^\s@＠]{0,30})$/;
const PATIENCE = 120;

export class Mentions {
  /** text: the field; list: an empty listbox above it; address: where names are asked for. */
  constructor(text, list, address) {
    Object.assign(this, { text, list, address, active: -1 });
    text.addEventListener('input', () => this.look());
    text.addEventListener('click', () => this.look());
    text.addEventListener('blur', () => this.close());
    // Before the line is sent by the same key.
    text.addEventListener('keydown', (event) => this.press(event), { capture: true });
    list.addEventListener('pointerdown', (event) => {
      event.preventDefault();
      const option = event.target.closest('[role="option"]');
      if (option) this.take(option);
    });
  }

  /** What has been typed behind the @ before the caret, if it is a call. */
  typed() {
    const before = this.text.value.slice(0, this.text.selectionStart);
    return CALL.exec(before)?.[1];
  }

  look() {
    clearTimeout(this.waiting);
    const typed = this.typed();
    if (typed === undefined) return this.close();
    this.waiting = setTimeout(() => this.ask(typed), PATIENCE);
  }

  async ask(typed) {
    const answer = await fetch(`${this.address}?${new URLSearchParams({ q: typed })}`).catch(() => null);
    if (!answer?.ok) return this.close();
    const options = await answer.text();
    if (this.typed() !== typed) return;
    this.list.innerHTML = options;
    if (!this.list.childElementCount) return this.close();
    this.list.hidden = false;
    this.choose(0);
  }

  press(event) {
    if (this.list.hidden || event.isComposing || event.keyCode === 229) return;
    const options = this.list.children;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.choose((this.active + step + options.length) % options.length);
    else if (event.key === 'Enter' || event.key === 'Tab') this.take(options[this.active]);
    else if (event.key === 'Escape') this.close();
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  choose(index) {
    this.active = index;
    for (const [at, option] of [...this.list.children].entries()) {
      option.setAttribute('aria-selected', at === index);
    }
    this.list.children[index].scrollIntoView({ block: 'nearest' });
    this.text.setAttribute('aria-activedescendant', this.list.children[index].id);
  }

  take(option) {
    const end = this.text.selectionStart;
    const start = end - this.typed().length;
    this.text.setRangeText(`${option.dataset.name} `, start, end, 'end');
    this.close();
    this.text.focus();
  }

  close() {
    clearTimeout(this.waiting);
    this.list.hidden = true;
    this.list.replaceChildren();
    this.text.removeAttribute('aria-activedescendant');
  }
}
