// The viewer's own choices for the overlay: a form whose fields are applied at once and remembered in this browser, with the
// words and people that shall not cross the picture.

const KEY = 'danmaku';
const MOST_WORDS = 50;
const MOST_PEOPLE = 200;

/** The forms of this page with their stages. */
const bound = new Set();

/** What was chosen earlier, without what this program no longer knows. */
function remembered() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) ?? {};
  } catch {
    return {};
  }
}

function keep(choices) {
  try {
    localStorage.setItem(KEY, JSON.stringify(choices));
  } catch {
    // A browser that keeps nothing still applies what is chosen now.
  }
}

function read(form) {
  const fields = new FormData(form);
  const words = (fields.get('words') ?? '').split('\n').map((word) => word.trim()).filter(Boolean);
  return {
    shown: fields.has('shown'),
    opacity: Number(fields.get('opacity')) / 100,
    size: fields.get('size'),
    speed: fields.get('speed'),
    area: fields.get('area'),
    words: words.slice(0, MOST_WORDS),
    people: peopleOf(form),
  };
}

function fill(form, choices) {
  const { shown, opacity, size, speed, area, words, people } = choices;
  if (typeof shown === 'boolean') form.elements.shown.checked = shown;
  if (opacity > 0) form.elements.opacity.value = String(Math.round(opacity * 100));
  for (const [name, value] of Object.entries({ size, speed, area })) {
    const options = [...form.elements[name].options].map((option) => option.value);
    if (options.includes(value)) form.elements[name].value = value;
  }
  if (Array.isArray(words) && form.elements.words) form.elements.words.value = words.join('\n');
  if (people && typeof people === 'object') showPeople(form, people);
}

function listOf(form) {
  return form.querySelector('[data-people]');
}

/** Who is hidden: names by their ids. */
function peopleOf(form) {
  const lines = [...(listOf(form)?.children ?? [])];
  return Object.fromEntries(lines.map((line) => [line.dataset.person, line.firstElementChild.textContent]));
}

function showPeople(form, people) {
  const list = listOf(form);
  if (!list) return;
  const line = ([id, name]) => {
    const item = document.createElement('li');
    item.dataset.person = id;
    item.append(Object.assign(document.createElement('span'), { textContent: name }));
    const button = Object.assign(document.createElement('button'), { type: 'button', textContent: list.dataset.show });
    button.className = 'button button--small button--quiet';
    item.append(button);
    return item;
  };
  list.replaceChildren(...Object.entries(people).slice(-MOST_PEOPLE).map(line));
}

/** Fills the form with what is remembered and hands every change to the stage. */
export function bindSettings(form, stage) {
  fill(form, remembered());
  const apply = () => {
    const choices = read(form);
    stage.choose(choices);
    keep(choices);
  };
  form.addEventListener('input', apply);
  form.addEventListener('submit', (event) => event.preventDefault());
  listOf(form)?.addEventListener('click', ({ target }) => {
    if (!target.matches('button')) return;
    target.closest('li').remove();
    apply();
  });
  for (const one of bound) if (!one.form.isConnected) bound.delete(one);
  bound.add({ form, stage });
  stage.choose(read(form));
}

/** Lets nothing of this person cross the picture any more; the list beside it still has it. */
export function hidePerson(id, name) {
  const people = { ...remembered().people, [id]: name };
  keep({ ...remembered(), people });
  for (const { form, stage } of bound) {
    showPeople(form, people);
    stage.choose(read(form));
  }
}
