// The WebAssembly module: fetched once for all elements, and instantiated again from its compiled code after a crash.

import { documents, integrityHashes, library } from './assets.js';
import { categories, entries, fetchTexts, whenTexts } from './language.js';
import { text } from './text.js';

/** The address of a sample document; any other address unchanged, relative to the page. */
export const resolveDocument = (url) => documents()[url]?.href ?? url;

/** @type {Renderer | null} The registered module, which fills elements; null before it has loaded, and after a crash. */
let renderer = null;
/** @type {Renderer | null} A module that waits for the texts in the page's language. */
let waiting = null;
/** @type {Promise<void>} Resolves when no module waits any more. */
let begun = Promise.resolve();
/** @type {Promise<void> | null} The promise of a module; null before the first request, and after a failure. */
let loading = null;
/** Number of modules so far, and of copies of the generated JavaScript. */
let generation = 0;
let copies = 1;
/** Whether the module is the page's own program: another instance would start that program again. */
let isPinned = false;

/** The registered module, or null. */
export const current = () => renderer;

/** Registers a module. Returns its number. */
export function register(fresh) {
  generation += 1;
  waiting = { ...fresh, number: generation };
  return generation;
}

/** Calls `then` with the texts of the page as soon as they are known. Then the module with this number fills elements. */
export function begin(number, then) {
  begun = new Promise((done) => {
    whenTexts((texts) => {
      if (texts.code) then(texts.code, entries(texts), categories(texts));
      else then('', []);
      if (waiting?.number === number) {
        renderer = waiting;
        waiting = null;
      }
      done();
    });
  });
}

/** Waits for a module; starts loading it if needed. */
export async function ready() {
  loading ??= load();
  const mine = loading;
  try {
    await mine;
  } catch (error) {
    // The next call tries again.
    if (loading === mine) loading = null;
    throw error;
  }
}

async function load() {
  fetchTexts();
  // The page's own program has registered already.
  if (waiting) return begun;
  const { default: init } = await importIntact(library);
  const [module] = Object.entries(integrityHashes).filter(isModule);
  await init(module && { module_or_path: fetch(module[0], { integrity: module[1] }) });
  await begun;
  if (!renderer) throw new Error(text('the program crashed before'));
}

/** Whether a file, given as an address and a hash, is the WebAssembly module. */
const isModule = ([url, _hash]) => url.endsWith('.wasm');

/** Whether `modulepreload` checks integrity hashes. WebKit does not (2.50). */
const preloadChecksIntegrity = () =>
  document.createElement('link').relList.supports('modulepreload') && !navigator.vendor.startsWith('Apple');

/** Imports JavaScript after the integrity of each of its files was checked. */
async function importIntact(importing) {
  const files = Object.entries(integrityHashes).filter((file) => !isModule(file));
  await Promise.all(
    files.map(([href, integrity]) => {
      // Firefox fails to preload a file that is loaded already.
      const isThere = performance.getEntriesByName(href).length > 0;
      return preloadChecksIntegrity() && !isThere ? preloadModule(href, integrity) : fetchIntact(href, integrity);
    }),
  );
  return importing();
}

/** Preloads a JavaScript module for a later import. */
function preloadModule(href, integrity) {
  return new Promise((done, fail) => {
    const link = document.createElement('link');
    Object.assign(link, { rel: 'modulepreload', href, integrity, crossOrigin: 'anonymous' });
    link.onload = done;
    // The file may be loaded already: the list of performance entries is limited.
    link.onerror = () => fetchIntact(href, integrity).then(done, fail);
    document.head.append(link);
  });
}

/** Fetches a file, and fails if its integrity hash differs. */
async function fetchIntact(href, integrity) {
  try {
    await fetch(href, { integrity });
  } catch {
    throw new Error(text('{href} did not load', { href }));
  }
}

/** Handles the crash of the module with this number: starts another instance, and returns the crashed module. Returns
null for a crash that was handled before. */
export function markBroken(number) {
  if (!renderer || renderer.number !== number) return null;
  const dead = renderer;
  renderer = null;
  loading = recreate(dead);
  // Callers of `ready` get the error, if there are any.
  loading.catch(() => {});
  return dead;
}

/** Forbids another instance. */
export function pinInstance() {
  isPinned = true;
}

/** Creates another instance of a module from its compiled code.
 * @param {Renderer} dead */
async function recreate({ module, address }) {
  if (isPinned) throw new Error(text('the page’s own program crashed; reload the page to start it again'));
  const url = new URL(address);
  copies += 1;
  url.searchParams.set('copy', `${copies}`);
  try {
    const { default: init } = await import(/* @vite-ignore */ /* webpackIgnore: true */ url.href);
    await init({ module_or_path: module });
  } catch (error) {
    const why = error.message;
    throw new Error(text('the program crashed, and another instance of it could not be created: {why}', { why }));
  }
}

/** Whether the module crashed and no other could be created, so that only a reload helps. */
export const isUnrecoverable = () => generation > 0 && !renderer && !loading;

/** Violations of the page's content security policy so far, newest last. */
const forbidden = [];
globalThis.document?.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, disposition }) => {
  if (disposition === 'enforce') forbidden.push({ rule: effectiveDirective, what: blockedURI });
});

/** Why the module did not load, and what to do. Checks the site's files if the error does not say enough. */
export async function explainFailure(error) {
  if (typeof WebAssembly === 'undefined') {
    return text('WebAssembly is switched off in this browser. Allow it for this site, then try again.');
  }
  const files = Object.entries(integrityHashes);
  const urls = files.map(([url]) => url);
  const known = violatedRule(urls, error);
  if (known) return known;
  /** @type {string | null} */
  let found = null;
  for (const [url, integrity] of files) found ??= await problemWithFile(url, integrity);
  // Firefox reports a violation in a task after the failure.
  await new Promise((next) => {
    setTimeout(next);
  });
  return (
    violatedRule(urls, error) ??
    found ??
    text('Try again. If that does not help, a file of the site may be missing, or differ from the build.')
  );
}

/** The rule of the page's policy that forbids one of these addresses; undefined if there is no known violation. */
function violatedRule(urls, error) {
  if (forbidden.some(({ what }) => what === 'wasm-eval') || /unsafe-eval/.test(`${error?.message}`)) {
    return text("The page’s Content-Security-Policy forbids WebAssembly: script-src needs 'wasm-unsafe-eval'.");
  }
  const origins = urls.map((url) => new URL(url).origin);
  const rule = forbidden.findLast(({ what }) => urls.includes(what) || origins.includes(what));
  return (
    rule &&
    text('The page’s Content-Security-Policy forbids {what}: {rule} needs {origin}.', { ...rule, origin: origins[0] })
  );
}

/** What is wrong with a file; null if nothing is. */
async function problemWithFile(url, integrity) {
  let answer;
  try {
    answer = await fetch(url, { method: 'HEAD' });
  } catch {
    try {
      await fetch(url, { method: 'HEAD', mode: 'no-cors' });
    } catch {
      return navigator.onLine
        ? text('{url} can’t be reached.', { url })
        : text('This device is offline. Try again when it is not.');
    }
    const { origin } = new URL(url);
    return text('{origin} does not let this page read {url}: it must send Access-Control-Allow-Origin (CORS).', {
      origin,
      url,
    });
  }
  return problemWithResponse(url, answer) ?? problemWithContent(url, integrity);
}

/** What is wrong with a response, by its status and headers. */
function problemWithResponse(url, { ok, status, headers }) {
  if ([404, 410].includes(status)) {
    return text('{url} is missing: the server answers {status}. Upload the whole folder.', { url, status });
  }
  // Some servers do not support HEAD requests.
  if ([405, 501].includes(status)) return null;
  if (!ok) return text('The server answers {status} for {url}.', { status, url });
  const type = headers.get('content-type') ?? text('no type');
  const wanted = url.endsWith('.wasm') ? /^application\/wasm/ : /^(text|application)\/(x-)?javascript/;
  if (/^text\/html/.test(type)) {
    return text('{url} is missing: the server sends a page in its place. Upload the whole folder.', { url });
  }
  if (!wanted.test(type)) {
    const right = url.endsWith('.wasm') ? 'application/wasm' : 'text/javascript';
    return text('The server sends {url} as {type}; it must be {right}.', { url, type, right });
  }
  return null;
}

/** Whether a file loads but has another content: browsers do not distinguish that from a file that does not load. */
async function problemWithContent(url, integrity) {
  const loads = (options) =>
    fetch(url, options).then(
      () => true,
      () => false,
    );
  if ((await loads({ integrity })) || !(await loads())) return null;
  return text(
    '{url} differs from the build: it was changed on its way, or belongs to another version. Upload the whole folder again.',
    { url },
  );
}
