// Defines <coro-scope>. It holds what must outlive a WebAssembly module that broke: the class, the
// elements on the page, and the way to say what happened and to begin anew.

/** Makes the inside of an element; null before a module is there and after it broke. */
let mount = null;
/** The style that all elements share. */
let sheet = null;
/** Elements that are in the document. */
const present = new Set();

/** Makes the class's methods work in the module that calls this. The class itself is made once. */
export function define(name, css, observed, newMount) {
  mount = newMount;
  if (!sheet) sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  if (customElements.get(name)) {
    for (const element of present) element.begin();
  } else {
    customElements.define(name, classOf(observed));
  }
}

/** The module broke. Elements share it, so each of them says so. */
export function broke(what) {
  mount = null;
  for (const element of present) element.sayBroken(what);
}

function classOf(observed) {
  return class CoroScope extends HTMLElement {
    static observedAttributes = observed;
    #inside = null;

    connectedCallback() {
      present.add(this);
      this.begin();
    }

    disconnectedCallback() {
      // An element that is only moved comes back before this microtask.
      queueMicrotask(() => {
        if (this.isConnected) return;
        present.delete(this);
        const inside = this.#inside;
        this.#inside = null;
        if (mount) inside?.free();
      });
    }

    attributeChangedCallback(name, before, now) {
      if (before !== now) this.#inside?.attribute(name, now ?? undefined);
    }

    /** Runs the lesson from its start. */
    run() {
      this.#inside?.run();
    }

    /** Cancels what runs. */
    stop() {
      this.#inside?.stop();
    }

    begin() {
      if (this.#inside || !mount) return;
      const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
      root.adoptedStyleSheets = [sheet];
      root.replaceChildren();
      this.#inside = mount(this, root);
      this.toggleAttribute('data-ready', true);
    }

    sayBroken(what) {
      this.#inside = null;
      const panel = make('div', 'broken');
      panel.setAttribute('role', 'alert');
      const button = make('button', 'run', 'Reload this example');
      button.type = 'button';
      button.addEventListener('click', () => {
        button.disabled = true;
        const event = new Event('coro-reload', { bubbles: true, composed: true, cancelable: true });
        if (this.dispatchEvent(event)) location.reload();
      });
      panel.append(
        make('h2', 'title', 'This example broke'),
        make('p', '', present.size > 1
          ? 'An example on this page hit a mistake and can’t go on. They share one program, so all of them stopped. Reloading one reloads them all.'
          : 'The program hit a mistake of its own and can’t go on. Nothing outside of it is harmed.'),
        make('pre', 'what', what),
        button,
      );
      this.shadowRoot.replaceChildren(panel);
    }
  };
}

function make(tag, className, text = '') {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.textContent = text;
  return element;
}
