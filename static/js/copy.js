// <button data-copy='id' data-copied='word'> copies the text of that element and says so for a moment.

document.addEventListener('click', async (event) => {
  const button = event.target.closest('[data-copy]');
  if (!button) return;
  const source = document.getElementById(button.dataset.copy);
  try {
    await navigator.clipboard.writeText(source.textContent);
  } catch {
    // Not allowed here (plain http): the text is selected instead, for the keyboard.
    getSelection().selectAllChildren(source);
    return;
  }
  const usual = [...button.childNodes];
  button.textContent = button.dataset.copied;
  setTimeout(() => button.replaceChildren(...usual), 1500);
});
