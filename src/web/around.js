// What an element takes from the page around it, live: its colours, its font size, when it comes near the window;
// and which keys it keeps from it.

const BEFORE = `
  :host { display: block; --accent: var(--coro-accent, light-dark(#0072b2, #56b4e9)); }
  :host([hidden]) { display: none; }
  button { font: inherit; font-weight: 600; min-block-size: 2em; padding: 0.25em 1em; cursor: pointer;
    border: 1px solid var(--accent); border-radius: var(--coro-radius, 4px); background: var(--accent);
    color: light-dark(#fff, #10161b); }
  button:disabled { opacity: 0.6; cursor: default; }
  button:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
  .load { margin-block: 0.5em; }
  .broken { display: grid; gap: 0.75em; justify-items: start; margin-block-end: 1em; }
  .broken > * { margin: 0; max-inline-size: 100%; }
  .title { font-size: 1.25em; font-weight: 650; }
  .what { padding: 0.5em 0.75em; border-inline-start: 3px solid var(--coro-fail, light-dark(#c44e00, #ff8a4c));
    font-size: 0.8125em; white-space: pre-wrap; overflow-wrap: anywhere; }
  @media print { button { display: none; } }
`;

/** The style of what the module draws, the one before that, and one for each way to have colours. */
let sheets = null;

/** Gives a shadow root its style, in the colours of the page around or in those that its element wishes for. */
export function paint(root, element, isFilled) {
  sheets ??= makeSheets();
  const scheme = element.theme === 'auto' ? `as ${schemeAround(element)}` : element.theme;
  const wanted = [isFilled ? sheets.inside : sheets.before, sheets[scheme]];
  const given = root.adoptedStyleSheets;
  if (given.length !== 2 || wanted.some((sheet, n) => sheet !== given[n])) root.adoptedStyleSheets = wanted;
}

/** The style of what the module draws. */
export function styleInside(css) {
  sheets ??= makeSheets();
  sheets.inside.replaceSync(inHostsUnits(css));
}

function makeSheets() {
  const sheet = (css) => {
    const made = new CSSStyleSheet();
    made.replaceSync(css);
    return made;
  };
  const wished = (scheme, paper, ink) => sheet(
    `:host { color-scheme: ${scheme}; background: var(--coro-paper, ${paper}); color: var(--coro-ink, ${ink}); }`,
  );
  return {
    inside: sheet(''),
    before: sheet(BEFORE),
    'as light': sheet(':host { color-scheme: light; }'),
    'as dark': sheet(':host { color-scheme: dark; }'),
    light: wished('light', '#fcfbf9', '#1b2127'),
    dark: wished('dark', '#15181b', '#e3e7ea'),
  };
}

/** The page's root may have any font size: 1rem of the style becomes 1em of the element. */
function inHostsUnits(css) {
  try {
    CSS.registerProperty({ name: '--coro-rem', syntax: '<length>', inherits: true, initialValue: '16px' });
  } catch {
    // Another copy has registered it.
  }
  return css
    .replace(/(@container[^{]*?[\d.]+)rem/g, '$1em')
    .replace(/([\d.]+)rem\b/g, 'calc($1 * var(--coro-rem))')
    .concat(':host { --coro-rem: 1em; }');
}

/** Calls whenever the page may have other colours. */
export function watchColours(changed) {
  const watch = new MutationObserver(changed);
  const attributeFilter = ['class', 'style', 'data-theme', 'data-mode', 'data-md-color-scheme', 'data-bs-theme'];
  for (const root of [document.documentElement, document.body]) {
    if (root) watch.observe(root, { attributeFilter });
  }
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', changed);
  // Colours of the page may be on their way.
  document.addEventListener('transitionend', ({ target }) => {
    if (target === document.documentElement || target === document.body) changed();
  });
}

/** Whether the page around an element is light or dark: what it says of itself, or else the text's colour. */
function schemeAround(element) {
  const says = element.parentElement?.closest('[data-theme], [data-md-color-scheme], [data-bs-theme]') ?? document.body;
  const words = [
    says?.dataset.theme,
    says?.dataset.mdColorScheme,
    says?.dataset.bsTheme,
    ...document.documentElement.classList,
  ];
  for (const word of words) {
    if (['dark', 'slate', 'coal', 'navy', 'ayu'].includes(word)) return 'dark';
    if (['light', 'rust'].includes(word)) return 'light';
  }
  const { colorScheme, color } = getComputedStyle(element.parentElement ?? element);
  const [isLight, isDark] = [/\blight\b/.test(colorScheme), /\bdark\b/.test(colorScheme)];
  if (isLight && isDark) return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  if (isLight || isDark) return isDark ? 'dark' : 'light';
  const [red = 0, green = 0, blue = 0] = (color.match(/^rgba?\(([^)]*)\)/)?.[1] ?? '').split(/[\s,/]+/).map(Number);
  return 0.3 * red + 0.6 * green + 0.1 * blue > 127 ? 'dark' : 'light';
}

/** Tells when an element comes near the window. One for all of them. */
let near = null;
/** What is to be done then. */
const coming = new WeakMap();

/** Calls when an element is near the window, now or later. */
export function whenNear(element, then) {
  near ??= new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) if (isIntersecting) coming.get(target)();
  }, { rootMargin: '50%', scrollMargin: '50%' });
  coming.set(element, then);
  near.observe(element);
}

/** Calls no more. */
export function notWhenNear(element) {
  near?.unobserve(element);
}

/** Keys that do something inside are not heard by the page around. */
export function keepKeys(root, isFilled) {
  const kept = new Set();
  root.addEventListener('keydown', (event) => {
    if (!isFilled() || !isUsed(event)) return;
    kept.add(event.code);
    event.stopPropagation();
  });
  root.addEventListener('keypress', (event) => {
    if (kept.has(event.code)) event.stopPropagation();
  });
  root.addEventListener('keyup', (event) => {
    if (kept.delete(event.code)) event.stopPropagation();
  });
}

function isUsed(event) {
  if (event.defaultPrevented) return true;
  const [on] = event.composedPath();
  const { key } = event;
  if (event.ctrlKey || event.metaKey || event.altKey || key === 'Tab' || key === 'Escape') return false;
  if (on.matches('input, select, textarea')) return true;
  if (on.matches('button, summary')) return key === 'Enter' || key === ' ';
  return /^(Arrow|Page|Home$|End$)/.test(key);
}
