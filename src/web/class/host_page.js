// How an element fits into its host page: colours and font size, visibility in the window, keyboard events, its tag's
// content, and what it shows while it has no module.

const BEFORE = `
  :host { display: block; position: relative; --accent: var(--coro-accent, light-dark(#0072b2, #56b4e9)); }
  :host([hidden]) { display: none; }
  button { font: inherit; font-weight: 600; min-block-size: 2em; padding: 0.25em 1em; cursor: pointer;
    border: 1px solid var(--accent); border-radius: var(--coro-radius, 4px); background: var(--accent);
    color: light-dark(#fff, #10161b); }
  button:disabled { opacity: 0.6; cursor: default; }
  button:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
  .load { margin-block: 0.5em; }
  .load.over { position: absolute; inset-block-start: 0.75em; inset-inline-end: 0.75em; margin: 0; }
  .broken { display: grid; gap: 0.75em; justify-items: start; margin-block-end: 1em; }
  .broken > * { margin: 0; max-inline-size: 100%; }
  .title { font-size: 1.25em; font-weight: 650; }
  .what { padding: 0.5em 0.75em; border-inline-start: 3px solid var(--coro-fail, light-dark(#c44e00, #ff8a4c));
    font-size: 0.8125em; white-space: pre-wrap; overflow-wrap: anywhere; }
  @media print { button { display: none; } }
`;

/** @type {Record<string, CSSStyleSheet> | undefined} Of the element's content, of its placeholder, and one for each
colour scheme. */
let styleSheets;

/** Sets the style sheets of a shadow root, in the colours of the host page or of the chosen theme. */
export function applyTheme(root, element, isFilled) {
  styleSheets ??= makeSheets();
  const scheme = element.theme === 'auto' ? `as ${hostScheme(element)}` : element.theme;
  const wanted = [isFilled ? styleSheets.inside : styleSheets.before, styleSheets[scheme]];
  const given = root.adoptedStyleSheets;
  if (given.length !== 2 || wanted.some((sheet, n) => sheet !== given[n])) root.adoptedStyleSheets = wanted;
}

/** Sets the style of the element's content. */
export function setStyle(css) {
  styleSheets ??= makeSheets();
  styleSheets.inside.replaceSync(withElementUnits(css));
}

function makeSheets() {
  const sheet = (css) => {
    const made = new CSSStyleSheet();
    made.replaceSync(css);
    return made;
  };
  const themed = (scheme, paper, ink) =>
    sheet(
      `:host { color-scheme: ${scheme}; background: var(--coro-paper, ${paper}); color: var(--coro-ink, ${ink}); }`,
    );
  return {
    inside: sheet(''),
    before: sheet(BEFORE),
    'as light': sheet(':host { color-scheme: light; }'),
    'as dark': sheet(':host { color-scheme: dark; }'),
    light: themed('light', '#fcfbf9', '#1b2127'),
    dark: themed('dark', '#15181b', '#e3e7ea'),
  };
}

/** Replaces 1rem by the element's 1em, because the host page may have any root font size. */
function withElementUnits(css) {
  try {
    CSS.registerProperty({ name: '--coro-rem', syntax: '<length>', inherits: true, initialValue: '16px' });
  } catch {
    // Another copy of this file has registered it.
  }
  return css
    .replace(/(@(?:container|media)[^{]*?[\d.]+)rem/g, '$1em')
    .replace(/(-?[\d.]+)rem\b/g, 'calc($1 * var(--coro-rem))')
    .concat(':host { --coro-rem: 1em; }');
}

/** Calls `changed` whenever the colours of the page may have changed. */
export function watchColours(changed) {
  const watch = new MutationObserver(changed);
  const attributeFilter = ['class', 'style', 'data-theme', 'data-mode', 'data-md-color-scheme', 'data-bs-theme'];
  for (const root of [document.documentElement, document.body]) {
    if (root) watch.observe(root, { attributeFilter });
  }
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', changed);
  // The colours may be in transition.
  document.addEventListener('transitionend', ({ target }) => {
    if (target === document.documentElement || target === document.body) changed();
  });
}

/** Whether the host page is light or dark: by its markup and `color-scheme`, or else by the text's colour. */
function hostScheme(element) {
  const themeRoot =
    element.parentElement?.closest('[data-theme], [data-md-color-scheme], [data-bs-theme]') ?? document.body;
  const words = [
    themeRoot?.dataset.theme,
    themeRoot?.dataset.mdColorScheme,
    themeRoot?.dataset.bsTheme,
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
  return isLightColour(color) ? 'dark' : 'light';
}

/** Whether a computed colour, such as `rgb(…)`, `oklch(…)` or `color(srgb …)`, is nearer to white than to black. */
function isLightColour(colour) {
  const [, kind = '', values = ''] = colour.match(/^([a-z]+)\((?:[a-z][a-z0-9-]* )?([^)]*)\)/) ?? [];
  const [first = 0, second = 0, third = 0] = values.split(/[\s,/]+/).map(Number);
  // In these, the first value is the lightness: of a middle grey, 0.6 and 54.
  if (kind.startsWith('ok')) return first > 0.6;
  if (kind.startsWith('l')) return first > 54;
  return 0.3 * first + 0.6 * second + 0.1 * third > (kind === 'color' ? 0.5 : 127);
}

/** @type {IntersectionObserver | undefined} Observes when elements come near the viewport; shared by all elements. */
let near;
/** @type {WeakMap<Element, () => void>} The callback of each observed element. */
const callbacks = new WeakMap();

/** Calls `then` when an element is near the viewport, now or later. */
export function whenNear(element, then) {
  near ??= new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) if (isIntersecting) callbacks.get(target)?.();
    },
    { rootMargin: '50%', scrollMargin: '50%' },
  );
  callbacks.set(element, then);
  near.observe(element);
}

/** Cancels `whenNear`. */
export function stopWatchingNear(element) {
  near?.unobserve(element);
}

/** The scripts inside of the element's tag, as a name, empty for none, and a text of each; undefined if there are none. */
export function scriptsIn(element) {
  const scripts = [...element.querySelectorAll("script[type='text/x-python']")];
  return scripts.length > 0 ? scripts.flatMap((it) => [it.dataset.name ?? '', it.textContent]) : undefined;
}

/** Waits for the content of the element's tag, if the page has arrived only as far as that; null if it is there. */
export function whenParsed(element) {
  if (document.readyState !== 'loading') return null;
  for (let node = element; node; node = node.parentNode) if (node.nextSibling) return null;
  return new Promise((done) => {
    document.addEventListener('DOMContentLoaded', done, { once: true });
  });
}

/** Stops keyboard events that the element uses from reaching the host page. */
export function captureKeys(root, isFilled) {
  const captured = new Set();
  root.addEventListener('keydown', (event) => {
    if (!isFilled() || !isUsed(event)) return;
    captured.add(event.code);
    event.stopPropagation();
  });
  root.addEventListener('keypress', (event) => {
    if (captured.has(event.code)) event.stopPropagation();
  });
  root.addEventListener('keyup', (event) => {
    if (captured.delete(event.code)) event.stopPropagation();
  });
}

function isUsed(event) {
  if (event.defaultPrevented) return true;
  const [on] = event.composedPath();
  const { key } = event;
  const isTyped = on.matches('input, select, textarea') || on.isContentEditable;
  // Some keyboards have characters such as @ and { on AltGr, which counts as Ctrl and Alt.
  if (isTyped && event.getModifierState('AltGraph')) return true;
  if (event.ctrlKey || event.metaKey || event.altKey || key === 'Tab' || key === 'Escape') return false;
  if (isTyped) return true;
  if (on.matches('button, summary')) return key === 'Enter' || key === ' ';
  return /^(Arrow|Page|Home$|End$)/.test(key);
}

/** A button that can be clicked once. */
export function makeButton(className, label, clicked) {
  const button = make('button', className, label);
  button.type = 'button';
  button.addEventListener('click', () => {
    button.disabled = true;
    clicked();
  });
  return button;
}

/** The panel of an element that failed. */
export function makePanel(title, sentence, what, button) {
  const panel = make('div', 'broken');
  panel.setAttribute('role', 'alert');
  panel.setAttribute('part', 'trouble');
  panel.append(make('p', 'title', title), make('p', '', sentence), make('pre', 'what', what), button);
  return panel;
}

function make(tag, className, text = '') {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.textContent = text;
  return element;
}
