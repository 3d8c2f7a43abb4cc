// The viewer's own choices for the overlay: a form whose fields are applied at once and remembered in this browser.

const KEY = 'danmaku';

/** What was chosen earlier, without what this program no longer knows. */
function remembered() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) ?? {};
  } catch {
    return {};
  }
}

function read(form) {
  const fields = new FormData(form);
  return {
    shown: fields.has('shown'),
    opacity: Number(fields.get('opacity')) / 100,
    size: fields.get('size'),
    speed: fields.get('speed'),
    area: fields.get('area'),
  };
}

function fill(form, choices) {
  const { shown, opacity, size, speed, area } = choices;
  if (typeof shown === 'boolean') form.elements.shown.checked = shown;
  if (opacity > 0) form.elements.opacity.value = String(Math.round(opacity * 100));
  for (const [name, value] of Object.entries({ size, speed, area })) {
    const options = [...form.elements[name].options].map((option) => option.value);
    if (options.includes(value)) form.elements[name].value = value;
  }
}

/** Fills the form with what is remembered and hands every change to the stage. */
export function bindSettings(form, stage) {
  fill(form, remembered());
  const apply = () => {
    const choices = read(form);
    stage.choose(choices);
    try {
      localStorage.setItem(KEY, JSON.stringify(choices));
    } catch {
      // A browser that keeps nothing still applies what is chosen now.
    }
  };
  form.addEventListener('input', apply);
  form.addEventListener('submit', (event) => event.preventDefault());
  stage.choose(read(form));
}
