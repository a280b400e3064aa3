// Defines <coro-scope>. A page loads only this at first: the WebAssembly module is fetched when the first element
// becomes visible, and shared by all elements. What must survive a crashed module is here, too.

import * as host from './host_page.js';
import * as language from './language.js';
import * as wasm from './module.js';
import { text } from './text.js';

const NAME = 'coro-scope';

// codegen: attributes, written by `cargo xtask codegen`
// biome-ignore format: several to a line
const SETTINGS = [
  'alone', 'attempts', 'cancel', 'capacity', 'cleanup', 'clients', 'closing', 'consumers',
  'customers', 'deepest', 'delay', 'documents', 'ends', 'errors', 'every', 'fetchers', 'gap',
  'jobs', 'latency', 'levels', 'limit', 'lines', 'most', 'numbers', 'order', 'own', 'pause', 'pay',
  'producers', 'readers', 'refusals', 'report', 'share', 'tasks', 'tickets', 'time', 'times',
  'turns', 'urls', 'variant', 'wait', 'waits', 'work',
];
const TEXTS = ['lesson', 'script', 'src', 'at', 'clock', 'schedule', 'sleeps', 'code', 'example', ...SETTINGS];
/** Attributes with a fixed set of values; the first one is the default. */
const CHOICES = {
  speed: ['1', '1/100', '1/50', '1/20', '1/10', '1/4', '1/2', '3', '10', 'max'],
  loading: ['lazy', 'eager', 'click'],
  theme: ['auto', 'light', 'dark'],
  view: ['both', 'timeline', 'code', 'picture'],
  guide: ['on', 'off'],
  language: ['python', 'rust'],
};
/** Attributes that are present or not. */
const FLAGS = ['autoplay'];
// codegen: end
const PROPERTIES = [...TEXTS, ...Object.keys(CHOICES), ...FLAGS];

/** The number of the last element. A module that panics names the element by its number. */
let lastNumber = 0;
/** Whether the colours of the page are watched. */
let isWatching = false;
/** @type {Set<CoroScope>} The elements in the document. */
const present = new Set();
/** @type {ElementHandle[]} Handles into crashed modules. Kept alive, because finalizing them would call the module. */
const brokenHandles = [];

/** The class of the elements: of this file, or of another copy of it in the page. */
const registered = () => /** @type {typeof CoroScope} */ (customElements.get(NAME));

/** Registers a module, which fills elements by `mount`. Returns the module's number. */
export function define(css, mount, module, address) {
  return registered().register({ css, mount, module, address });
}

/** Calls `then` with the texts of the page as soon as they are known. Then the module with this number fills elements. */
export function begin(number, then) {
  const { begins } = registered();
  // The class may be of an earlier version, which had no texts.
  if (begins) begins.call(registered(), number, then);
  else then('', []);
}

/** Reports that the module with this number crashed, in the element with the number `where` if that is known. */
export function reportBroken(number, what, where) {
  registered().moduleBroke(number, what, where);
}

/** The address of a document that a lesson names. */
export function resolve(url) {
  return registered()?.resolve(url) ?? url;
}

/** Marks the module as the page's own program, of which no second instance may start. */
export function pin() {
  wasm.pinInstance();
}

const Base = /** @type {typeof ElementWithProperties} */ (globalThis.HTMLElement ?? class {});

export class CoroScope extends Base {
  static observedAttributes = PROPERTIES;
  static resolve = wasm.resolveDocument;
  static begins = wasm.begin;
  /** For the pages of the site: a text in the language of the page, and the translation of the page itself. */
  static text = text;
  static translatePage = language.translatePage;
  static get translations() {
    return language.translations();
  }
  /** @type {ShadowRoot} */
  #root;
  /** @type {ElementHandle | null} */
  #handle = null;
  /** @type {Renderer | null} */
  #renderer = null;
  #number = 0;
  #requested = false;
  #hasRun = false;
  /** @type {string[] | undefined} The scripts in the tag when it was put into the page. A page may change them later. */
  #scripts;
  /** @type {((handle: ElementHandle) => void)[]} Calls to make when there is a handle. */
  #pendingCalls = [];

  connectedCallback() {
    present.add(this);
    this.#scripts = host.scriptsIn(this) ?? this.#scripts;
    if (!this.#root) this.#initialize();
    if (this.#requested) this.#applyTheme();
    else this.#showPlaceholder();
  }

  disconnectedCallback() {
    // An element that is only moved is connected again before this microtask.
    queueMicrotask(() => {
      if (this.isConnected) return;
      present.delete(this);
      host.stopWatchingNear(this);
      const handle = this.#handle;
      this.#handle = null;
      this.#requested = false;
      this.#hasRun = false;
      this.#scripts = undefined;
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
    const handle = this.#handle;
    if (handle) this.#callModule(() => handle.stop());
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

  /** Shows a recording: a file that the page has, or an address that links must not contain. Loads the module if needed. */
  open(recording) {
    if (typeof recording === 'string') {
      this.#whenReady((handle) => handle.openAddress(recording));
      return;
    }
    if (!(recording instanceof Blob)) throw new TypeError('open() takes a recording as a File, a Blob or an address');
    const file = recording instanceof File ? recording : new File([recording], 'recording');
    this.#whenReady((handle) => handle.open(file));
  }

  /** Shows question, timeline and answer in full screen. Loads the module if needed. */
  present() {
    this.#whenReady((handle) => handle.present());
  }

  /** The last run as SVG; null before the first run. */
  toSVG() {
    return this.#callModule(() => this.#handle?.svg()) ?? null;
  }

  /** The last run as a recording, to store or to show with `src`; null before the first run. */
  recording() {
    return this.#callModule(() => this.#handle?.recording()) ?? null;
  }

  #initialize() {
    if (!isWatching)
      host.watchColours(() => {
        for (const element of present) element.#applyTheme();
      });
    isWatching = true;
    this.#root = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
    host.captureKeys(this.#root, () => this.#handle !== null);
    this.addEventListener('run-start', () => {
      this.#hasRun = true;
    });
    for (const name of PROPERTIES) {
      // A property that was set before the class was defined hides the accessor.
      if (Object.hasOwn(this, name)) {
        const value = this[name];
        delete this[name];
        // A page that copies all `src` of its elements sets it to undefined here.
        if (value !== undefined) this[name] = value;
      }
    }
  }

  /** Shows the content of the tag until it is time to load. */
  #showPlaceholder() {
    this.#renderer = null;
    this.#applyTheme();
    /** @type {HTMLElement[]} */
    const shown = [document.createElement('slot')];
    host.stopWatchingNear(this);
    if (this.loading === 'click') {
      const button = host.makeButton('load', text('Run this example'), () => {
        button.textContent = text('Loading…');
        this.run();
      });
      language.whenTexts(() => {
        if (!button.disabled) button.textContent = text('Run this example');
      });
      button.setAttribute('part', 'load');
      // Over the content: below it, the button would move the rest of the page when the class loads.
      button.classList.toggle('over', this.childElementCount > 0);
      shown.push(button);
    }
    this.#root.replaceChildren(...shown);
    if (this.loading === 'eager') this.#load();
    if (this.loading === 'lazy') host.whenNear(this, () => this.#load());
  }

  #whenReady(call) {
    const handle = this.#handle;
    if (handle) {
      this.#callModule(() => call(handle));
    } else {
      this.#pendingCalls.push(call);
      if (this.isConnected) this.#load();
    }
  }

  async #load() {
    if (this.#requested) return;
    this.#requested = true;
    host.stopWatchingNear(this);
    const parsed = host.whenParsed(this);
    if (parsed) await parsed;
    try {
      // If the module is loaded already, the element is filled synchronously.
      while (!wasm.current()) await wasm.ready();
    } catch (error) {
      this.#fail(error);
      return;
    }
    if (this.isConnected && !this.#handle) this.#mount();
  }

  #mount() {
    lastNumber += 1;
    this.#number = lastNumber;
    const renderer = /** @type {Renderer} */ (wasm.current());
    this.#renderer = renderer;
    this.#applyTheme();
    this.#root.replaceChildren();
    this.#handle = this.#callModule(() => renderer.mount(this, this.#root, this.#number, this.#scripts)) ?? null;
    if (!this.#handle) return;
    for (const call of this.#pendingCalls.splice(0)) this.#callModule(() => this.#handle && call(this.#handle));
    if (!this.hasAttribute('src')) this.dispatchEvent(new CustomEvent('load'));
  }

  /** Calls the module. A trap counts as a crash, too. */
  #callModule(call) {
    try {
      return call();
    } catch (error) {
      if (!(error instanceof WebAssembly.RuntimeError)) throw error;
      if (this.#renderer) registered().moduleBroke(this.#renderer.number, String(error), this.#number);
      return undefined;
    }
  }

  /** Registers a module that has loaded. Returns its number. */
  static register(fresh) {
    host.setStyle(fresh.css);
    return wasm.register(fresh);
  }

  /** Shows the crash in one element, and restarts the others. */
  static moduleBroke(number, what, where) {
    const dead = wasm.markBroken(number);
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
      text('This example crashed'),
      text('The program hit a bug of its own and can’t continue. The rest of the page is not affected.'),
      what,
      text('Reload this example'),
    );
    this.#emitError(what.split('\n')[0]);
  }

  async #fail(error) {
    const words = `${error?.message ?? error}`;
    const sentence = await wasm.explainFailure(error);
    this.#showTrouble(text('This example did not load'), sentence, words, text('Try again'));
    this.#emitError(words);
  }

  #showTrouble(title, sentence, what, label) {
    const button = host.makeButton('run', label, () => {
      if (wasm.isUnrecoverable()) {
        location.reload();
      } else {
        this.#requested = false;
        this.#load();
      }
    });
    this.#renderer = null;
    this.#applyTheme();
    this.#root.replaceChildren(host.makePanel(title, sentence, what, button), document.createElement('slot'));
  }

  #emitError(message) {
    this.dispatchEvent(new CustomEvent('error', { detail: { message } }));
  }

  /** Applies the colours of the host page, or of the chosen theme. */
  #applyTheme() {
    if (this.#root) host.applyTheme(this.#root, this, this.#renderer !== null);
  }
}

for (const name of TEXTS) defineAttribute(name, (value) => value ?? '');
for (const [name, words] of Object.entries(CHOICES)) {
  defineAttribute(name, (value) => words.find((word) => word === value) ?? words[0]);
}
for (const name of FLAGS) {
  // React sets the property to the attribute's value, which is empty.
  const set = (element, value) => element.toggleAttribute(name, value === '' || Boolean(value));
  defineProperty(name, (element) => element.hasAttribute(name), set);
}

/** Defines a property with the value that `read` makes of the attribute. */
function defineAttribute(name, read) {
  const set = (element, value) => {
    if (value === null || value === undefined) element.removeAttribute(name);
    else element.setAttribute(name, value);
  };
  defineProperty(name, (element) => read(element.getAttribute(name)), set);
}

function defineProperty(name, get, set) {
  const accessors = {
    get() {
      return get(this);
    },
    set(value) {
      set(this, value);
    },
  };
  Object.defineProperty(CoroScope.prototype, name, { configurable: true, enumerable: true, ...accessors });
}

if (globalThis.customElements && !customElements.get(NAME)) customElements.define(NAME, CoroScope);
