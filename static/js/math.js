// Draws the formulas of a page with the vendored KaTeX: each <code class="math"> with TeX in it becomes what it means. One
// that can't be read stays as it was typed, and says why.

const KATEX = new URL('../vendor/katex-0.19.1/', import.meta.url);
const OPTIONS = { throwOnError: true, trust: false, strict: 'ignore', maxSize: 40, maxExpand: 500 };

let ready;

/** Draws what has not been drawn yet. */
export async function draw() {
  ready ??= Promise.all([import(`${KATEX}katex.min.js`), styled()]);
  try {
    await ready;
  } catch {
    ready = undefined;
    return;
  }
  for (const code of document.querySelectorAll('code.math:not(.math--broken)')) replace(code);
}

function styled() {
  const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', href: `${KATEX}katex.min.css` });
  return new Promise((done, failed) => {
    link.addEventListener('load', done);
    link.addEventListener('error', failed);
    document.head.append(link);
  });
}

function replace(code) {
  const displayMode = code.classList.contains('math--block');
  const formula = document.createElement('span');
  formula.className = displayMode ? 'formula formula--block' : 'formula';
  try {
    withStylesAsProperties(() => self.katex.render(code.textContent, formula, { ...OPTIONS, displayMode }));
  } catch (problem) {
    code.classList.add('math--broken');
    code.title = problem.message;
    return;
  }
  code.replaceWith(formula);
}

/** KaTeX writes most styles as properties, which the content security policy allows, and some as attributes, which it
    refuses: while it draws, those become properties too. */
function withStylesAsProperties(work) {
  const { prototype } = Element;
  const { setAttribute } = prototype;
  prototype.setAttribute = function set(name, value) {
    if (name === 'style') this.style.cssText = value;
    else setAttribute.call(this, name, value);
  };
  try {
    work();
  } finally {
    prototype.setAttribute = setAttribute;
  }
}
