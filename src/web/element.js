// Defines <coro-scope>. It is all that a page loads at first: the WebAssembly module is fetched when an
// element is to be seen, once for all of them. What must outlive a module that broke is here as well.

import { keepKeys, notWhenNear, paint, styleInside, watchColours, whenNear } from './around.js';
import { addressOf, causeOf, current, isLost, keep, lose, ready, take } from './module.js';

const NAME = 'coro-scope';

const KNOBS = [
  'alone', 'cancel', 'capacity', 'cleanup', 'clients', 'closing', 'consumers', 'deepest', 'delay',
  'documents', 'ends', 'errors', 'every', 'fetchers', 'jobs', 'latency', 'levels', 'limit', 'lines',
  'most', 'numbers', 'order', 'own', 'pause', 'producers', 'readers', 'refusals', 'share', 'tasks',
  'time', 'times', 'turns', 'urls', 'variant', 'wait', 'waits', 'work',
];
const TEXTS = ['lesson', 'src', 'at', 'clock', 'code', ...KNOBS];
/** Attributes that take one of some words; the first is what holds where there is none of them. */
const CHOICES = {
  loading: ['lazy', 'eager', 'click'],
  theme: ['auto', 'light', 'dark'],
  view: ['both', 'timeline', 'code'],
};
const PROPERTIES = [...TEXTS, ...Object.keys(CHOICES), 'autoplay'];

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

/** Where a document is that a lesson names. */
export function find(url) {
  return customElements.get(NAME)?.find(url) ?? url;
}

/** The module is a page's own program: no other instance of it is to begin. */
export function stay() {
  keep();
}

export class CoroScope extends (globalThis.HTMLElement ?? class {}) {
  static observedAttributes = PROPERTIES;
  static find = addressOf;
  static #isWatching = false;
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
      notWhenNear(this);
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
    if (!CoroScope.#isWatching) watchColours(() => { for (const element of present) element.#paint(); });
    CoroScope.#isWatching = true;
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
    notWhenNear(this);
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
    if (this.loading === 'lazy') whenNear(this, () => this.#load());
  }

  #do(what) {
    if (this.#inside) {
      this.#guard(() => what(this.#inside));
    } else {
      this.#later.push(what);
      if (this.isConnected) this.#load();
    }
  }

  async #load() {
    if (this.#asked) return;
    this.#asked = true;
    notWhenNear(this);
    try {
      // With a module at hand the inside is there at once.
      while (!current()) await ready();
    } catch (error) {
      this.#fail(error);
      return;
    }
    if (this.isConnected && !this.#inside) this.#mount();
  }

  #mount() {
    last += 1;
    this.#number = last;
    this.#maker = current();
    this.#paint();
    this.#root.replaceChildren();
    this.#inside = this.#guard(() => this.#maker.mount(this, this.#root, this.#number)) ?? null;
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
      if (this.#maker) CoroScope.broke(this.#maker.number, String(error), this.#number);
      return undefined;
    }
  }

  /** A module is there. Elements that were asked for get their insides from it. */
  static adopt(fresh) {
    styleInside(fresh.css);
    return take(fresh);
  }

  /** Shows in one element what happened, and makes the others anew. */
  static broke(number, what, where) {
    const dead = lose(number);
    if (!dead) return;
    for (const element of present) {
      if (element.#maker !== dead) continue;
      if (element.#inside) lost.push(element.#inside);
      element.#inside = null;
      if (where === undefined || element.#number === where) element.#sayBroken(what);
      else element.#beginAnew();
    }
  }

  #beginAnew() {
    if (this.#ran && !this.src) this.#later.push((inside) => inside.run());
    this.#asked = false;
    this.#load();
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

  async #fail(error) {
    const words = `${error?.message ?? error}`;
    this.#trouble('This example did not load', await causeOf(error), words, 'Try again');
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
      if (isLost()) {
        location.reload();
      } else {
        this.#asked = false;
        this.#load();
      }
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
    if (this.#root) paint(this.#root, this, this.#maker !== null);
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

function make(tag, className, text = '') {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.textContent = text;
  return element;
}

if (globalThis.customElements && !customElements.get(NAME)) customElements.define(NAME, CoroScope);
