// The picker of emoji beside a field: found by name, walked by arrow keys. Its list is loaded when it is first opened.

export class EmojiPicker {
  /** button: opens the panel, a popover; text: the field that they go into; words: titles of the groups. */
  constructor(button, panel, text, words) {
    Object.assign(this, { button, panel, text, words });
    this.search = panel.querySelector('input');
    this.list = panel.querySelector('.emoji__list');
    button.hidden = false;
    panel.addEventListener('beforetoggle', (event) => {
      if (event.newState === 'open') this.open();
    });
    panel.addEventListener('toggle', (event) => {
      if (event.newState === 'open') this.search.focus();
      else if (this.panel.contains(document.activeElement) || document.activeElement === document.body) this.text.focus();
    });
    this.search.addEventListener('input', () => this.show());
    this.search.addEventListener('keydown', (event) => {
      if (event.isComposing || event.keyCode === 229) return;
      const first = this.list.querySelector('button');
      if (event.key === 'Enter') event.preventDefault();
      if (event.key === 'Enter' && first && this.search.value) this.take(first);
      if (event.key === 'ArrowDown') {
        event.preventDefault();
        first?.focus();
      }
    });
    this.list.addEventListener('keydown', (event) => this.walk(event));
    this.list.addEventListener('click', (event) => {
      const chosen = event.target.closest('button');
      if (chosen) this.take(chosen);
    });
  }

  async open() {
    if (!this.groups) ({ groups: this.groups } = await import('./emoji-list.js'));
    this.search.value = '';
    this.show();
  }

  show() {
    const wanted = this.search.value.trim().toLowerCase();
    const titles = this.words.textEmojiGroups.split('|');
    const parts = this.groups.map((group, index) => [titles[index], group.filter((one) => isNamed(one, wanted))]);
    this.list.replaceChildren(...parts.filter(([, found]) => found.length).map(([title, found]) => this.group(title, found)));
    this.panel.querySelector('.emoji__none').hidden = this.list.childElementCount > 0;
    this.list.scrollTop = 0;
  }

  group(title, found) {
    const group = document.createElement('div');
    const heading = document.createElement('p');
    heading.textContent = title;
    const grid = document.createElement('div');
    grid.className = 'emoji__grid';
    grid.append(...found.map(({ emoji, chinese, english }) => {
      const button = document.createElement('button');
      const isChinese = document.documentElement.lang.startsWith('zh');
      Object.assign(button, { type: 'button', textContent: emoji, tabIndex: -1 });
      button.setAttribute('aria-label', isChinese ? chinese.split(' ')[0] : english);
      return button;
    }));
    group.setAttribute('role', 'group');
    group.setAttribute('aria-label', title);
    group.append(heading, grid);
    return group;
  }

  walk(event) {
    const all = [...this.list.querySelectorAll('button')];
    const at = all.indexOf(document.activeElement);
    if (at < 0) return;
    const { offsetTop } = all[at];
    const next = {
      ArrowRight: () => all[at + 1],
      ArrowLeft: () => all[at - 1],
      ArrowDown: () => nearest(all.slice(at).filter((one) => one.offsetTop > offsetTop), all[at]),
      ArrowUp: () => nearest(all.slice(0, at).filter((one) => one.offsetTop < offsetTop).reverse(), all[at]) ?? this.search,
      Home: () => all[0],
      End: () => all.at(-1),
    }[event.key];
    if (!next) return;
    event.preventDefault();
    next()?.focus();
  }

  take(button) {
    this.panel.hidePopover();
    this.text.focus();
    this.text.setRangeText(button.textContent, this.text.selectionStart, this.text.selectionEnd, 'end');
    this.text.dispatchEvent(new Event('input', { bubbles: true }));
  }
}

function isNamed({ chinese, english }, wanted) {
  return `${chinese} ${english}`.includes(wanted);
}

/** The one of the first row of these that stands most nearly in the same column. */
function nearest(buttons, from) {
  const row = buttons.filter((one) => one.offsetTop === buttons[0].offsetTop);
  const distance = (one) => Math.abs(one.offsetLeft - from.offsetLeft);
  return row.sort((one, other) => distance(one) - distance(other))[0];
}
