// One element, configured by the page's address, for frames: embed.html#gather?tasks=5&view=timeline
// In another language than English: embed.html?lang=de#gather
//
// A frame may be sandboxed, with an opaque origin. This file is not a module, so it loads nevertheless and can report why
// modules do not.

const element = /** @type {HTMLElement} */ (document.querySelector('coro-scope'));
const notice = /** @type {HTMLElement} */ (document.querySelector('.notice'));
const more = /** @type {HTMLElement} */ (document.querySelector('.more'));
const link = /** @type {HTMLAnchorElement} */ (more.querySelector('a'));
/** Attributes that the playground's address does not have. */
// codegen: attributes, written by `cargo xtask codegen`
const FRAMES_ONLY = ['lesson', 'script', 'autoplay', 'loading', 'theme', 'view', 'guide', 'language'];
// codegen: end

/** The language, as the address has it; empty for English. */
const language = /^[a-z]{2,3}\b/.exec(new URLSearchParams(location.search).get('lang') ?? '')?.[0] ?? '';

function showNotice(problem) {
  notice.textContent = problem;
  notice.hidden = problem === '';
}

/** Sets the element's attributes from the address. `text` translates. */
function applyAddress(text) {
  const params = new URLSearchParams(`lesson=${location.hash.slice(1).replace('?', '&')}`);
  // A script from an address runs only on the reader's request.
  const lesson = params.get('lesson') ?? '';
  if (lesson === 'script' || ['script', 'code', 'example'].some((it) => params.has(it))) params.delete('autoplay');
  const known = /** @type {{ observedAttributes: string[] }} */ (/** @type {unknown} */ (element.constructor))
    .observedAttributes;
  for (const name of known.filter((it) => it !== 'lesson')) {
    const value = params.get(name);
    if (value === null) element.removeAttribute(name);
    else element.setAttribute(name, value);
  }
  if (lesson) element.setAttribute('lesson', lesson);
  else element.removeAttribute('lesson');
  const unknown = [...params.keys()].find((name) => !known.includes(name));
  const values = { name: unknown?.slice(0, 40) };
  showNotice(unknown === undefined ? '' : text('The address contains “{name}”, which is not a setting.', values));
  const settings = [...params].filter(([name]) => known.includes(name) && !FRAMES_ONLY.includes(name));
  const words = settings.map((pair) => pair.map(encodeURIComponent).join('='));
  link.href = playground(`#${encodeURIComponent(lesson)}${words.length ? `?${words.join('&')}` : ''}`);
}

/** The address of the playground, in the same language. */
function playground(fragment) {
  return `index.html${language && `?lang=${language}`}${fragment}`;
}

/** How to make the modules load. Always in English, because the other texts are loaded like the modules. */
function advice() {
  if (location.protocol === 'file:') return 'A page opened from a file may not load it. Put the site on a web server.';
  if (self.origin === 'null') {
    return 'For a sandboxed frame, the server must send Access-Control-Allow-Origin: * with the files (CORS).';
  }
  return 'A file of the site may be missing (404) or have a wrong type: JavaScript needs text/javascript.';
}

async function start() {
  if (language) document.documentElement.lang = language;
  if (['ar', 'fa', 'he', 'ur'].includes(language)) document.documentElement.dir = 'rtl';
  /** @type {any} */
  let elementClass;
  try {
    // Defines the element, which fetches the module when it becomes visible.
    elementClass = (await import(new URL('coro-scope.js', document.baseURI).href)).CoroScope;
  } catch (error) {
    showNotice(`This example did not load: ${error?.message ?? error}. ${advice()}`);
    return;
  }
  const apply = () => applyAddress(elementClass.text);
  apply();
  addEventListener('hashchange', apply);
  element.addEventListener('settings', (/** @type {any} */ event) => {
    link.href = playground(event.detail.link);
  });
  document.documentElement.lang = await elementClass.translatePage();
  // What it says about the address can be translated now.
  if (language) apply();
}

// If the sandbox forbids new windows, the playground opens inside the frame.
link.addEventListener('click', (event) => {
  if (self.origin !== 'null') return;
  event.preventDefault();
  /** @type {Window | null} */
  let opened = null;
  try {
    opened = open(link.href);
  } catch {
    // Firefox throws; other browsers return null.
  }
  if (!opened) location.assign(link.href);
});

/** Reports this page's height to the host page, because frames do not grow by themselves. Any origin may receive it. */
function reportHeight() {
  const { height } = document.documentElement.getBoundingClientRect();
  parent.postMessage({ coroscope: 'height', height: Math.ceil(height) }, '*');
  hideScrollbar(height);
}

/**
 * Without a scrollbar, texts have more room, and the page may be less high. Browsers show one while a frame shrinks, so
 * that the height would change back and forth.
 */
function hideScrollbar(height) {
  document.documentElement.style.overflowY = height <= innerHeight ? 'hidden' : '';
}

if (parent !== window) {
  new ResizeObserver(reportHeight).observe(document.documentElement);
  addEventListener('resize', () => hideScrollbar(document.documentElement.getBoundingClientRect().height));
  addEventListener('message', ({ data, source }) => {
    if (source === parent && data?.coroscope === 'height?') reportHeight();
  });
}

start();
