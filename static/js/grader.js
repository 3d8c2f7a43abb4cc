// Grading by keyboard: digits choose levels, the sum follows, marks that are no grade yet keep themselves.

const form = document.getElementById('grading');
const sum = document.getElementById('sum');
const saved = form?.querySelector('[data-saved]');
const criteria = [...(form?.querySelectorAll('fieldset.rubric__criterion') ?? [])];
let current = 0;

const isTyping = (target) => target.closest('textarea, select, input:not([type="radio"], [type="checkbox"])');

form?.addEventListener('focusin', (event) => {
  const at = criteria.indexOf(event.target.closest('fieldset'));
  if (at >= 0) current = at;
});

document.addEventListener('keydown', (event) => {
  if (!form) return;
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.requestSubmit(form.querySelector('button[value="next"]'));
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || document.querySelector('dialog[open]')) return;
  if (/^[1-9]$/.test(event.key)) choose(Number(event.key) - 1);
  else if (event.key === 'j') document.querySelector('.grader__head [rel="next"]')?.click();
  else if (event.key === 'k') document.querySelector('.grader__head [rel="prev"]')?.click();
  else if (event.key === 'c') form.querySelector('#comment').focus();
  else return;
  event.preventDefault();
});

/** Chooses a level of the criterion whose turn it is, and goes on to the next one. */
function choose(level) {
  const radio = criteria[current]?.querySelectorAll('input')[level];
  if (!radio) return;
  radio.checked = true;
  radio.dispatchEvent(new Event('input', { bubbles: true }));
  current = Math.min(current + 1, criteria.length - 1);
  criteria[current].querySelector('input').focus();
}

/** What is said here is a preview; the server computes in decimals. */
function showSum() {
  const typed = form.querySelector('#points').value.trim();
  const chosen = criteria.map((criterion) => criterion.querySelector('input:checked'));
  const worth = Number(form.dataset.worth);
  let points = typed ? Number(typed) : NaN;
  if (!typed && criteria.length && chosen.every(Boolean)) {
    const reached = chosen.reduce((all, radio) => all + Number(radio.dataset.points), 0);
    points = (reached * worth) / Number(form.querySelector('.rubric').dataset.max);
  }
  if (!Number.isFinite(points)) {
    sum.textContent = '';
    return;
  }
  const round = (number) => String(Math.round(number * 100) / 100);
  const penalty = Number(form.dataset.penalty || 0);
  const left = (points * (100 - penalty)) / 100;
  sum.textContent = penalty ? `${round(points)} − ${penalty}% = ${round(left)} / ${worth}` : `${round(points)} / ${worth}`;
}

// Drafts: sent a moment after the last change, one after the other; what is sent by a button waits for them.
let timer;
let sending = Promise.resolve();
let isDirty = false;

async function keep() {
  if (!form.dataset.draft || !isDirty) return;
  isDirty = false;
  const body = new URLSearchParams(new FormData(form));
  try {
    const answer = await fetch(form.dataset.draft, { method: 'POST', body });
    const told = await answer.json();
    if (answer.ok) form.querySelector('[name="seen"]').value = told.seen;
    saved.dataset.state = answer.ok ? 'saved' : 'refused';
    saved.textContent = answer.ok ? form.dataset.textSaved : told.words;
  } catch {
    isDirty = true;
    saved.dataset.state = 'failed';
    saved.textContent = form.dataset.textFailed;
  }
}

form?.addEventListener('input', () => {
  showSum();
  isDirty = true;
  clearTimeout(timer);
  timer = setTimeout(() => { sending = sending.then(keep); }, 1200);
});

form?.addEventListener('submit', async (event) => {
  clearTimeout(timer);
  if (form.dataset.sent) return;
  const { submitter } = event;
  event.preventDefault();
  isDirty = false;
  await sending;
  // A form that is being sent ignores another request to send it, and after a click this goes on before that is over.
  await new Promise((done) => { setTimeout(done); });
  form.dataset.sent = 'yes';
  form.requestSubmit(submitter);
});

addEventListener('pageshow', () => { if (form) delete form.dataset.sent; });
addEventListener('beforeunload', (event) => { if (isDirty && !form.dataset.sent) event.preventDefault(); });

if (form) showSum();
