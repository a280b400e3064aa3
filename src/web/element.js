// Defines <coro-scope>. It is all that a page loads at first: the WebAssembly module is fetched when an
// element is to be seen, once for all of them. What must outlive a module that broke is here as well.

const NAME = 'coro-scope';
/** The generated JavaScript, seen from the folder that wasm-bindgen puts this file into. */
const library = () => import('../../../../coroscope.js');

const KNOBS = [
  'alone', 'cancel', 'capacity', 'cleanup', 'clients', 'closing', 'consumers', 'deepest', 'delay',
  'documents', 'ends', 'errors', 'every', 'fetchers', 'jobs', 'latency', 'levels', 'limit', 'lines',
  'most', 'numbers', 'order', 'own', 'pause', 'producers', 'readers', 'refusals', 'share', 'tasks',
  'time', 'times', 'turns', 'urls', 'variant', 'wait', 'waits', 'work',
];
const TEXTS = ['lesson', 'src', 'at', 'clock', ...KNOBS];
/** Attributes that take one of some words; the first is what holds where there is none of them. */
const CHOICES = {
  loading: ['lazy', 'eager', 'click'],
  theme: ['auto', 'light', 'dark'],
  view: ['both', 'timeline', 'code'],
};
const PROPERTIES = [...TEXTS, ...Object.keys(CHOICES), 'autoplay'];

/** What makes the insides of elements, as the module gave it; null before and after. */
let maker = null;
/** The promise of one. */
let made = null;
/** How many modules there were, and how many copies of the generated JavaScript. */
let generation = 0;
let copies = 1;
/** Numbers of elements, by which a module that breaks tells in which it was. */
let last = 0;
/** Elements that are in the document. */
const present = new Set();
/** Insides whose module broke. Kept, because to collect them would call that module. */
const lost = [];

/** The module tells how to fill an element. Gives the number of the module. */
export function define(css, mount, module, address) {
  return customElements.get(NAME).adopt({ css, mount, module, address });
}

/** The module with this number broke, in the element with that number where that is known. */
export function broke(number, what, where) {
  customElements.get(NAME).broke(number, what, where);
}

/** A maker; loads the module where there is none. */
function ready() {
  if (maker) return Promise.resolve();
  made ??= load().catch((error) => {
    made = null;
    throw error;
  });
  return made;
}

async function load() {
  const { default: init } = await library();
  await init();
  if (!maker) throw new Error('the program broke before');
}

/** Another instance of a module that broke. Its compiled code is there already. */
async function again({ module, address }) {
  const url = new URL(address);
  copies += 1;
  url.searchParams.set('copy', copies);
  const { default: init } = await import(/* @vite-ignore */ /* webpackIgnore: true */ url.href);
  await init({ module_or_path: module });
}

export class CoroScope extends (globalThis.HTMLElement ?? class {}) {
  static observedAttributes = PROPERTIES;
  #root = null;
  #inside = null;
  #maker = null;
  #number = 0;
  #asked = false;
  #ran = false;
  /** What is to be done when there is an inside. */
  #later = [];

  connectedCallback() {
    present.add(this);
    if (!this.#root) this.#begin();
    if (this.#asked) this.#paint();
    else this.#await();
  }

  disconnectedCallback() {
    // An element that is only moved comes back before this microtask.
    queueMicrotask(() => {
      if (this.isConnected) return;
      present.delete(this);
      near?.unobserve(this);
      const inside = this.#inside;
      this.#inside = null;
      this.#asked = false;
      this.#ran = false;
      this.#later = [];
      // What is drawn goes with what drew it.
      this.#root.replaceChildren();
      if (inside) this.#guard(() => inside.leave());
    });
  }

  attributeChangedCallback(name, before, now) {
    if (before === now) return;
    if (name === 'theme') this.#paint();
    if (name === 'loading' && this.#root && this.isConnected && !this.#asked) this.#await();
    const inside = this.#inside;
    if (inside) this.#guard(() => inside.attribute(name, now ?? undefined));
  }

  /** Runs the lesson from its start; loads what that needs. */
  run() {
    this.#do((inside) => inside.run());
  }

  /** Cancels what runs. */
  stop() {
    if (this.#inside) this.#guard(() => this.#inside.stop());
    else this.#later = [];
  }

  /** Goes to a moment: milliseconds, or what the attribute `at` takes. */
  seek(moment) {
    const at = typeof moment === 'number' ? `${Math.round(moment * 1000)}us` : String(moment);
    if (!/^(e\d{1,15}|\d{1,15}(us|ms|s))$/.test(at)) {
      throw new TypeError(`${at.slice(0, 40)} is no moment; it can be milliseconds, a time such as "350ms", or an event such as "e57"`);
    }
    this.#do((inside) => inside.seek(at));
  }

  /** The picture of the last run as SVG; null where there is none. */
  toSVG() {
    return this.#inside ? this.#guard(() => this.#inside.svg()) ?? null : null;
  }

  /** The last run as a recording, to be kept or given to another element's `src`; null where there is none. */
  recording() {
    return this.#inside ? this.#guard(() => this.#inside.recording()) ?? null : null;
  }

  #begin() {
    this.#root = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
    keepKeys(this.#root, () => this.#inside !== null);
    this.addEventListener('run-start', () => { this.#ran = true; });
    for (const name of PROPERTIES) {
      // Set before the class was there, it hides the accessor.
      if (Object.hasOwn(this, name)) {
        const value = this[name];
        delete this[name];
        this[name] = value;
      }
    }
  }

  /** Shows what stands in the tag until it is time to load. */
  #await() {
    this.#maker = null;
    this.#paint();
    const shown = [document.createElement('slot')];
    near?.unobserve(this);
    if (this.loading === 'click') {
      const button = make('button', 'load', 'Run this example');
      button.type = 'button';
      button.setAttribute('part', 'load');
      button.addEventListener('click', () => {
        button.disabled = true;
        button.textContent = 'Loading…';
        this.run();
      });
      shown.push(button);
    }
    this.#root.replaceChildren(...shown);
    if (this.loading === 'eager') this.#load();
    if (this.loading === 'lazy') nearness().observe(this);
  }

  #do(what) {
    if (this.#inside) {
      this.#guard(() => what(this.#inside));
    } else {
      this.#later.push(what);
      if (this.isConnected) this.#load();
    }
  }

  /** Loads what an element that comes into sight needs. */
  static arrive(element) {
    element.#load();
  }

  async #load() {
    if (this.#asked) return;
    this.#asked = true;
    near?.unobserve(this);
    // With a maker at hand the inside is there at once.
    if (maker) {
      this.#mount();
      return;
    }
    try {
      while (!maker) await ready();
    } catch (error) {
      this.#fail(error);
      return;
    }
    if (this.isConnected && !this.#inside) this.#mount();
  }

  #mount() {
    last += 1;
    this.#number = last;
    this.#maker = maker;
    this.#paint();
    this.#root.replaceChildren();
    this.#inside = this.#guard(() => maker.mount(this, this.#root, this.#number)) ?? null;
    if (!this.#inside) return;
    for (const what of this.#later.splice(0)) this.#guard(() => what(this.#inside));
    if (!this.hasAttribute('src')) this.dispatchEvent(new CustomEvent('load'));
  }

  /** Calls the module. One that stopped without a word is broken as well. */
  #guard(call) {
    try {
      return call();
    } catch (error) {
      if (!(error instanceof WebAssembly.RuntimeError)) throw error;
      if (maker && this.#maker === maker) CoroScope.broke(maker.number, String(error), this.#number);
      return undefined;
    }
  }

  /** A module is there. Elements that were asked for get their insides from it. */
  static adopt(fresh) {
    generation += 1;
    maker = { ...fresh, number: generation };
    sheets().inside.replaceSync(inHostsUnits(fresh.css));
    return generation;
  }

  /** Shows in one element what happened, and makes the others anew. */
  static broke(number, what, where) {
    if (maker?.number !== number) return;
    const dead = maker;
    maker = null;
    made = again(dead);
    const theirs = [...present].filter((element) => element.#inside && element.#maker === dead);
    for (const element of present) {
      // It broke while it filled this one.
      if (!element.#inside && element.#number === where) theirs.push(element);
    }
    for (const element of theirs) {
      lost.push(element.#inside);
      element.#inside = null;
      if (where === undefined || element.#number === where) element.#sayBroken(what);
    }
    const others = theirs.filter((element) => where !== undefined && element.#number !== where);
    made.then(
      () => {
        for (const element of others) {
          if (!element.isConnected || element.#inside) continue;
          if (element.#ran && !element.src) element.#later.push((inside) => inside.run());
          element.#mount();
        }
      },
      (error) => {
        made = null;
        for (const element of others) element.#sayBroken(`${what}\nA new copy could not be made: ${error.message}`);
      },
    );
  }

  #sayBroken(what) {
    this.#trouble(
      'This example broke',
      'The program hit a mistake of its own and can’t go on. Nothing outside of it is harmed.',
      what,
      'Reload this example',
    );
    this.#tell(what.split('\n')[0]);
  }

  #fail(error) {
    const words = `${error?.message ?? error}`;
    this.#trouble('This example did not load', advice(error), words, 'Try again');
    this.#tell(words);
  }

  #trouble(title, sentence, what, label) {
    const panel = make('div', 'broken');
    panel.setAttribute('role', 'alert');
    panel.setAttribute('part', 'trouble');
    const button = make('button', 'run', label);
    button.type = 'button';
    button.addEventListener('click', () => {
      button.disabled = true;
      if (generation > 0 && !maker && !made) location.reload();
      this.#asked = false;
      this.#load();
    });
    this.#maker = null;
    this.#paint();
    panel.append(make('p', 'title', title), make('p', '', sentence), make('pre', 'what', what), button);
    this.#root.replaceChildren(panel, document.createElement('slot'));
  }

  #tell(message) {
    this.dispatchEvent(new CustomEvent('error', { detail: { message } }));
  }

  /** Takes the colours of the page around, or those that are wished for. */
  #paint() {
    if (!this.#root) return;
    const { inside, ...schemes } = sheets();
    const scheme = this.theme === 'auto' ? `as ${schemeAround(this)}` : this.theme;
    const wanted = [this.#maker ? inside : schemes.before, schemes[scheme]];
    const given = this.#root.adoptedStyleSheets;
    if (given.length !== 2 || wanted.some((sheet, n) => sheet !== given[n])) {
      this.#root.adoptedStyleSheets = wanted;
    }
  }

  /** The page may have other colours now. */
  static repaint() {
    for (const element of present) element.#paint();
  }
}

for (const name of TEXTS) {
  Object.defineProperty(CoroScope.prototype, name, {
    configurable: true,
    enumerable: true,
    get() { return this.getAttribute(name) ?? ''; },
    set(value) { reflect(this, name, value); },
  });
}
for (const [name, words] of Object.entries(CHOICES)) {
  Object.defineProperty(CoroScope.prototype, name, {
    configurable: true,
    enumerable: true,
    get() { return words.find((word) => word === this.getAttribute(name)) ?? words[0]; },
    set(value) { reflect(this, name, value); },
  });
}
Object.defineProperty(CoroScope.prototype, 'autoplay', {
  configurable: true,
  enumerable: true,
  get() { return this.hasAttribute('autoplay'); },
  set(value) { this.toggleAttribute('autoplay', Boolean(value)); },
});

function reflect(element, name, value) {
  if (value === null || value === undefined) element.removeAttribute(name);
  else element.setAttribute(name, value);
}

/** Tells when an element comes near the window. One for all of them. */
let near = null;
function nearness() {
  near ??= new IntersectionObserver((entries) => {
    for (const entry of entries) if (entry.isIntersecting) CoroScope.arrive(entry.target);
  }, { rootMargin: '50%', scrollMargin: '50%' });
  return near;
}

/** The style of the inside, the one before there is an inside, and one for each way to have colours. */
let shared = null;
function sheets() {
  if (!shared) {
    const sheet = (css) => {
      const made = new CSSStyleSheet();
      made.replaceSync(css);
      return made;
    };
    const forced = (scheme, paper, ink) => sheet(
      `:host { color-scheme: ${scheme}; background: var(--coro-paper, ${paper}); color: var(--coro-ink, ${ink}); }`,
    );
    shared = {
      inside: sheet(''),
      before: sheet(BEFORE),
      'as light': sheet(':host { color-scheme: light; }'),
      'as dark': sheet(':host { color-scheme: dark; }'),
      light: forced('light', '#fcfbf9', '#1b2127'),
      dark: forced('dark', '#15181b', '#e3e7ea'),
    };
    const watch = new MutationObserver(CoroScope.repaint);
    const attributeFilter = ['class', 'style', 'data-theme', 'data-mode', 'data-md-color-scheme', 'data-bs-theme'];
    for (const root of [document.documentElement, document.body]) {
      if (root) watch.observe(root, { attributeFilter });
    }
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', CoroScope.repaint);
    // Colours of the page may be on their way.
    document.addEventListener('transitionend', ({ target }) => {
      if (target === document.documentElement || target === document.body) CoroScope.repaint();
    });
  }
  return shared;
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

/** Keys that do something inside are not heard by the page around. */
function keepKeys(root, isFilled) {
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

/** What would make the module load, in the reader's words. */
function advice(error) {
  const words = `${error?.message ?? error}`;
  if (location.protocol === 'file:') {
    return 'A page opened from a file may not load it. Put the page on a web server, or use the entry that has the module inside.';
  }
  if (typeof WebAssembly === 'undefined') {
    return 'WebAssembly is switched off in this browser. Allow it for this site, then try again.';
  }
  if (error instanceof WebAssembly.CompileError && /unsafe-eval|content security/i.test(words)) {
    return 'The site’s Content-Security-Policy forbids WebAssembly: script-src needs \'wasm-unsafe-eval\'.';
  }
  if (error instanceof WebAssembly.CompileError) {
    return 'What came is no WebAssembly. The server may give another page in place of coroscope_bg.wasm.';
  }
  if (!navigator.onLine) return 'This device is offline. Try again when it is not.';
  return 'A file of the site may be missing (404), have a wrong type (JavaScript needs text/javascript), or come from a server that does not let this page read it (CORS).';
}

function make(tag, className, text = '') {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.textContent = text;
  return element;
}

if (globalThis.customElements && !customElements.get(NAME)) customElements.define(NAME, CoroScope);
