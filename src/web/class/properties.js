// The properties of <coro-scope>, which reflect its attributes.

// codegen: attributes, written by `cargo xtask codegen`
// biome-ignore format: several to a line
const SETTINGS = [
  'alone', 'cancel', 'capacity', 'cleanup', 'clients', 'closing', 'consumers', 'deepest', 'delay',
  'documents', 'ends', 'errors', 'every', 'fetchers', 'jobs', 'latency', 'levels', 'limit', 'lines',
  'most', 'numbers', 'order', 'own', 'pause', 'producers', 'readers', 'refusals', 'share', 'tasks',
  'time', 'times', 'turns', 'urls', 'variant', 'wait', 'waits', 'work',
];
const TEXTS = ['lesson', 'script', 'src', 'at', 'clock', 'code', 'example', ...SETTINGS];
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
/** The names of all attributes, and of the properties that reflect them. */
export const NAMES = [...TEXTS, ...Object.keys(CHOICES), ...FLAGS];

/** Defines the properties in the prototype of the class. */
export function defineProperties(prototype) {
  for (const name of TEXTS) defineAttribute(prototype, name, (value) => value ?? '');
  for (const [name, words] of Object.entries(CHOICES)) {
    defineAttribute(prototype, name, (value) => words.find((word) => word === value) ?? words[0]);
  }
  for (const name of FLAGS) {
    // React sets the property to the attribute's value, which is empty.
    const set = (element, value) => element.toggleAttribute(name, value === '' || Boolean(value));
    defineProperty(prototype, name, (element) => element.hasAttribute(name), set);
  }
}

/** Sets those properties again that a page set before the class was defined: they hide the accessors. */
export function setAgain(element) {
  for (const name of NAMES) {
    if (!Object.hasOwn(element, name)) continue;
    const value = element[name];
    delete element[name];
    // A page that copies all `src` of its elements sets it to undefined here.
    if (value !== undefined) element[name] = value;
  }
}

/** Defines a property with the value that `read` makes of the attribute. */
function defineAttribute(prototype, name, read) {
  const set = (element, value) => {
    if (value === null || value === undefined) element.removeAttribute(name);
    else element.setAttribute(name, value);
  };
  defineProperty(prototype, name, (element) => read(element.getAttribute(name)), set);
}

function defineProperty(prototype, name, get, set) {
  const accessors = {
    get() {
      return get(this);
    },
    set(value) {
      set(this, value);
    },
  };
  Object.defineProperty(prototype, name, { configurable: true, enumerable: true, ...accessors });
}
