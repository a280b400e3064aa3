// Defines <coro-scope>. A page loads only this at first: the WebAssembly module is fetched when the first element
// becomes visible, and shared by all elements. What must survive a crashed module is here, too.

import { captureKeys, stopWatchingNear, applyTheme, setStyle, watchColours, whenNear } from './host_page.js';
import {
  resolveDocument,
  explainFailure,
  current,
  isUnrecoverable,
  pinInstance,
  markBroken,
  ready,
  register,
} from './module.js';

const NAME = 'coro-scope';

// codegen: attributes, written by `cargo xtask codegen`
// biome-ignore format: several to a line
const SETTINGS = [
  'alone', 'cancel', 'capacity', 'cleanup', 'clients', 'closing', 'consumers', 'deepest', 'delay',
  'documents', 'ends', 'errors', 'every', 'fetchers', 'jobs', 'latency', 'levels', 'limit', 'lines',
  'most', 'numbers', 'order', 'own', 'pause', 'producers', 'readers', 'refusals', 'share', 'tasks',
  'time', 'times', 'turns', 'urls', 'variant', 'wait', 'waits', 'work',
];
const TEXTS = ['lesson', 'src', 'at', 'clock', 'code', ...SETTINGS];
/** Attributes with a fixed set of values; the first one is the default. */
const CHOICES = {
  loading: ['lazy', 'eager', 'click'],
  theme: ['auto', 'light', 'dark'],
  view: ['both', 'timeline', 'code'],
};
/** Attributes that are present or not. */
const FLAGS = ['autoplay'];
// codegen: end
const PROPERTIES = [...TEXTS, ...Object.keys(CHOICES), ...FLAGS];

/** The number of the last element. A module that panics names the element by its number. */
let lastNumber = 0;
/** The elements in the document. */
const present = new Set();
/** Handles into crashed modules. Kept alive, because finalizing them would call the module. */
const brokenHandles = [];

/** Registers a module, which fills elements by `mount`. Returns the module's number. */
export function define(css, mount, module, address) {
  return customElements.get(NAME).register({ css, mount, module, address });
}

/** Reports that the module with this number crashed, in the element with the number `where` if that is known. */
export function reportBroken(number, what, where) {
  customElements.get(NAME).moduleBroke(number, what, where);
}

/** The address of a document that a lesson names. */
export function resolve(url) {
  return customElements.get(NAME)?.resolve(url) ?? url;
}

/** Marks the module as the page's own program, of which no second instance may start. */
export function pin() {
  pinInstance();
}

export class CoroScope extends (globalThis.HTMLElement ?? class {}) {
  static observedAttributes = PROPERTIES;
  static resolve = resolveDocument;
  static #isWatching = false;
  #root = null;
  #handle = null;
  #renderer = null;
  #number = 0;
  #requested = false;
  #hasRun = false;
  /** Calls to make when there is a handle. */
  #pendingCalls = [];

  connectedCallback() {
    present.add(this);
    if (!this.#root) this.#initialize();
    if (this.#requested) this.#applyTheme();
    else this.#showPlaceholder();
  }

  disconnectedCallback() {
    // An element that is only moved is connected again before this microtask.
    queueMicrotask(() => {
      if (this.isConnected) return;
      present.delete(this);
      stopWatchingNear(this);
      const handle = this.#handle;
      this.#handle = null;
      this.#requested = false;
      this.#hasRun = false;
      this.#pendingCalls = [];
      // The content belongs to the handle.
      this.#root.replaceChildren();
      if (handle) this.#callModule(() => handle.leave());
    });
  }

  attributeChangedCallback(name, before, now) {
    if (before === now) return;
    if (name === 'theme') this.#applyTheme();
    if (name === 'loading' && this.#root && this.isConnected && !this.#requested) this.#showPlaceholder();
    const handle = this.#handle;
    if (handle) this.#callModule(() => handle.attribute(name, now ?? undefined));
  }

  /** Runs the lesson from its start. Loads the module if needed. */
  run() {
    this.#whenReady((handle) => handle.run());
  }

  /** Stops the run. */
  stop() {
    if (this.#handle) this.#callModule(() => this.#handle.stop());
    else this.#pendingCalls = [];
  }

  /** Goes to a moment: milliseconds, or a value of the attribute `at`. */
  seek(moment) {
    const at = typeof moment === 'number' ? `${Math.round(moment * 1000)}us` : String(moment);
    if (!/^(e\d{1,15}|\d{1,15}(us|ms|s))$/.test(at)) {
      throw new TypeError(
        `${at.slice(0, 40)} is not a moment: use milliseconds, a time such as "350ms", or an event such as "e57"`,
      );
    }
    this.#whenReady((handle) => handle.seek(at));
  }

  /** The last run as SVG; null before the first run. */
  toSVG() {
    return this.#handle ? (this.#callModule(() => this.#handle.svg()) ?? null) : null;
  }

  /** The last run as a recording, to store or to show with `src`; null before the first run. */
  recording() {
    return this.#handle ? (this.#callModule(() => this.#handle.recording()) ?? null) : null;
  }

  #initialize() {
    if (!CoroScope.#isWatching)
      watchColours(() => {
        for (const element of present) element.#applyTheme();
      });
    CoroScope.#isWatching = true;
    this.#root = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
    captureKeys(this.#root, () => this.#handle !== null);
    this.addEventListener('run-start', () => {
      this.#hasRun = true;
    });
    for (const name of PROPERTIES) {
      // A property that was set before the class was defined hides the accessor.
      if (Object.hasOwn(this, name)) {
        const value = this[name];
        delete this[name];
        this[name] = value;
      }
    }
  }

  /** Shows the content of the tag until it is time to load. */
  #showPlaceholder() {
    this.#renderer = null;
    this.#applyTheme();
    const shown = [document.createElement('slot')];
    stopWatchingNear(this);
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

  #whenReady(call) {
    if (this.#handle) {
      this.#callModule(() => call(this.#handle));
    } else {
      this.#pendingCalls.push(call);
      if (this.isConnected) this.#load();
    }
  }

  async #load() {
    if (this.#requested) return;
    this.#requested = true;
    stopWatchingNear(this);
    try {
      // If the module is loaded already, the element is filled synchronously.
      while (!current()) await ready();
    } catch (error) {
      this.#fail(error);
      return;
    }
    if (this.isConnected && !this.#handle) this.#mount();
  }

  #mount() {
    lastNumber += 1;
    this.#number = lastNumber;
    this.#renderer = current();
    this.#applyTheme();
    this.#root.replaceChildren();
    this.#handle = this.#callModule(() => this.#renderer.mount(this, this.#root, this.#number)) ?? null;
    if (!this.#handle) return;
    for (const call of this.#pendingCalls.splice(0)) this.#callModule(() => call(this.#handle));
    if (!this.hasAttribute('src')) this.dispatchEvent(new CustomEvent('load'));
  }

  /** Calls the module. A trap counts as a crash, too. */
  #callModule(call) {
    try {
      return call();
    } catch (error) {
      if (!(error instanceof WebAssembly.RuntimeError)) throw error;
      if (this.#renderer) CoroScope.moduleBroke(this.#renderer.number, String(error), this.#number);
      return undefined;
    }
  }

  /** Registers a module that has loaded. Returns its number. */
  static register(fresh) {
    setStyle(fresh.css);
    return register(fresh);
  }

  /** Shows the crash in one element, and restarts the others. */
  static moduleBroke(number, what, where) {
    const dead = markBroken(number);
    if (!dead) return;
    for (const element of present) {
      if (element.#renderer !== dead) continue;
      if (element.#handle) brokenHandles.push(element.#handle);
      element.#handle = null;
      if (where === undefined || element.#number === where) element.#showBroken(what);
      else element.#restart();
    }
  }

  #restart() {
    if (this.#hasRun && !this.src) this.#pendingCalls.push((handle) => handle.run());
    this.#requested = false;
    this.#load();
  }

  #showBroken(what) {
    this.#showTrouble(
      'This example crashed',
      'The program hit a bug of its own and can’t continue. The rest of the page is not affected.',
      what,
      'Reload this example',
    );
    this.#emitError(what.split('\n')[0]);
  }

  async #fail(error) {
    const words = `${error?.message ?? error}`;
    this.#showTrouble('This example did not load', await explainFailure(error), words, 'Try again');
    this.#emitError(words);
  }

  #showTrouble(title, sentence, what, label) {
    const panel = make('div', 'broken');
    panel.setAttribute('role', 'alert');
    panel.setAttribute('part', 'trouble');
    const button = make('button', 'run', label);
    button.type = 'button';
    button.addEventListener('click', () => {
      button.disabled = true;
      if (isUnrecoverable()) {
        location.reload();
      } else {
        this.#requested = false;
        this.#load();
      }
    });
    this.#renderer = null;
    this.#applyTheme();
    panel.append(make('p', 'title', title), make('p', '', sentence), make('pre', 'what', what), button);
    this.#root.replaceChildren(panel, document.createElement('slot'));
  }

  #emitError(message) {
    this.dispatchEvent(new CustomEvent('error', { detail: { message } }));
  }

  /** Applies the colours of the host page, or of the chosen theme. */
  #applyTheme() {
    if (this.#root) applyTheme(this.#root, this, this.#renderer !== null);
  }
}

for (const name of TEXTS) {
  Object.defineProperty(CoroScope.prototype, name, {
    configurable: true,
    enumerable: true,
    get() {
      return this.getAttribute(name) ?? '';
    },
    set(value) {
      reflect(this, name, value);
    },
  });
}
for (const [name, words] of Object.entries(CHOICES)) {
  Object.defineProperty(CoroScope.prototype, name, {
    configurable: true,
    enumerable: true,
    get() {
      return words.find((word) => word === this.getAttribute(name)) ?? words[0];
    },
    set(value) {
      reflect(this, name, value);
    },
  });
}
for (const name of FLAGS) {
  Object.defineProperty(CoroScope.prototype, name, {
    configurable: true,
    enumerable: true,
    get() {
      return this.hasAttribute(name);
    },
    set(value) {
      this.toggleAttribute(name, Boolean(value));
    },
  });
}

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
