// The line to write in: Enter sends, unless an input method is composing; files are pasted, dropped or chosen.

export class Composer {
  /** send({ content, files, fields }) takes over what was written. */
  constructor(form, { words, send }) {
    Object.assign(this, { form, words, send, files: [] });
    this.text = form.elements.content;
    this.input = form.querySelector('input[type="file"]');
    this.reply = form.querySelector('.composer__reply');
    this.reply.querySelector('[data-reply-cancel]').addEventListener('click', (event) => {
      event.preventDefault();
      this.replyTo(null);
    });
    this.shelf = form.querySelector('.composer__files');
    form.addEventListener('submit', (event) => this.submit(event));
    if (!isPhone()) this.text.focus({ preventScroll: true });
    this.text.addEventListener('keydown', (event) => {
      // 229 is what some browsers say for keys that an input method takes.
      const isComposing = event.isComposing || event.keyCode === 229;
      if (event.key !== 'Enter' || event.shiftKey || isComposing || isPhone()) return;
      event.preventDefault();
      form.requestSubmit();
    });
    this.input.addEventListener('change', () => this.addFiles(this.input.files));
    this.text.addEventListener('paste', (event) => {
      if (!event.clipboardData.files.length) return;
      event.preventDefault();
      this.addFiles(event.clipboardData.files);
    });
    const room = form.parentElement;
    room.addEventListener('dragover', (event) => event.preventDefault());
    room.addEventListener('drop', (event) => {
      event.preventDefault();
      this.addFiles(event.dataTransfer.files);
    });
  }

  submit(event) {
    event.preventDefault();
    const content = this.text.value.trimEnd();
    if (!content.trim() && !this.files.length) return;
    const answered = this.form.elements.reply_to;
    const fields = answered.disabled ? {} : { reply_to: answered.value };
    this.send({ content, files: this.files, fields });
    this.replyTo(null);
    this.text.value = '';
    this.form.querySelectorAll('.field__error').forEach((error) => error.remove());
    this.files = [];
    this.showFiles();
    this.text.focus();
  }

  /** Answers this message, or none. */
  replyTo(message) {
    const answered = this.form.elements.reply_to;
    this.reply.hidden = !message;
    answered.disabled = !message;
    if (message) {
      const name = message.querySelector('.message__name').textContent;
      const words = message.querySelector('.message__body, .message__files')?.textContent.trim() ?? '';
      answered.value = message.dataset.id;
      this.reply.querySelector('[data-reply-words]').textContent = `${this.words.textReplyTo.replace('{name}', name)} ${words.slice(0, 60)}`;
    }
    this.text.focus();
  }

  addFiles(files) {
    this.files.push(...files);
    this.input.value = '';
    this.showFiles();
  }

  showFiles() {
    this.shelf.hidden = !this.files.length;
    this.shelf.replaceChildren(...this.files.map((file) => this.tag(file)));
  }

  tag(file) {
    const tag = document.createElement('span');
    tag.className = 'tag';
    const remove = document.createElement('button');
    remove.type = 'button';
    remove.textContent = '×';
    remove.setAttribute('aria-label', `${this.words.textRemoveFile} ${file.name}`);
    remove.addEventListener('click', () => {
      this.files = this.files.filter((other) => other !== file);
      this.showFiles();
    });
    tag.append(`${file.name} `, remove);
    return tag;
  }
}

/** Where Enter starts a line, and a focused line brings up the keyboard. */
function isPhone() {
  return matchMedia('(pointer: coarse)').matches;
}
