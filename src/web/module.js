// The WebAssembly module: fetched once for all elements, and made anew from its compiled code where it broke.

/** The generated JavaScript, seen from the folder that wasm-bindgen puts this file into. */
const library = () => import('../../../../coroscope.js');

/** What a site's files have to be, by their paths from this one. The build of a site fills it in. */
const INTEGRITY = {};
/** The address of this file, where it is a site's: bundlers would write their own machine's path here. */
const here = import.meta.url;

/** The sample documents, which each build has beside this file (`documents.rs`). Bundlers find the file in each line;
    the query keeps Vite from putting it into the program, where a page's policy would forbid to fetch it. */
const documents = () => ({
  'docs/cancel.txt': new URL('../../www/docs/cancel.txt?no-inline', import.meta.url),
  'docs/coroutine.txt': new URL('../../www/docs/coroutine.txt?no-inline', import.meta.url),
  'docs/event-loop.txt': new URL('../../www/docs/event-loop.txt?no-inline', import.meta.url),
  'docs/future.txt': new URL('../../www/docs/future.txt?no-inline', import.meta.url),
  'docs/gather.txt': new URL('../../www/docs/gather.txt?no-inline', import.meta.url),
  'docs/lock.txt': new URL('../../www/docs/lock.txt?no-inline', import.meta.url),
  'docs/microtask.txt': new URL('../../www/docs/microtask.txt?no-inline', import.meta.url),
  'docs/queue.txt': new URL('../../www/docs/queue.txt?no-inline', import.meta.url),
  'docs/semaphore.txt': new URL('../../www/docs/semaphore.txt?no-inline', import.meta.url),
  'docs/task.txt': new URL('../../www/docs/task.txt?no-inline', import.meta.url),
  'docs/thread.txt': new URL('../../www/docs/thread.txt?no-inline', import.meta.url),
  'docs/timeout.txt': new URL('../../www/docs/timeout.txt?no-inline', import.meta.url),
});

/** Where a sample document is; any other address as it stands, which is from the page. */
export const addressOf = (url) => documents()[url]?.href ?? url;

/** What fills elements, as the module gave it; null before, and after the module broke. */
let maker = null;
/** The promise of one. */
let made = null;
/** How many modules there were, and how many copies of the generated JavaScript. */
let generation = 0;
let copies = 1;
/** Whether the module is a page's own program: another copy would begin that program again. */
let isKept = false;

/** What fills elements; null where no module is there. */
export const current = () => maker;

/** A module is there, and says what fills elements. Gives its number. */
export function take(fresh) {
  generation += 1;
  maker = { ...fresh, number: generation };
  return generation;
}

/** Waits for a module; fetches it where that was not begun. */
export async function ready() {
  made ??= load();
  const mine = made;
  try {
    await mine;
  } catch (error) {
    // Who asks next tries again.
    if (made === mine) made = null;
    throw error;
  }
}

async function load() {
  const { default: init } = await intact(library);
  await init(INTEGRITY[MODULE] && { module_or_path: fetch(new URL(MODULE, here), { integrity: INTEGRITY[MODULE] }) });
  if (!maker) throw new Error('the program broke before');
}

const MODULE = './coroscope_bg.wasm';

/** Whether what loads a module ahead compares its sum. WebKit does not (2.50): it loads whatever comes. */
const comparesAhead = () => document.createElement('link').relList.supports('modulepreload')
  && !navigator.vendor.startsWith('Apple');

/** Imports JavaScript once each of its files was found to be what the site was built with. */
async function intact(importing) {
  const files = Object.entries(INTEGRITY).filter(([path]) => path !== MODULE);
  await Promise.all(files.map(([path, integrity]) => {
    const { href } = new URL(path, here);
    // Firefox fails to load ahead what is there.
    const isThere = performance.getEntriesByName(href).length > 0;
    return comparesAhead() && !isThere ? ahead(href, integrity) : compared(href, integrity);
  }));
  return importing();
}

/** Loads a module for the import to come. */
function ahead(href, integrity) {
  return new Promise((done, fail) => {
    const link = document.createElement('link');
    Object.assign(link, { rel: 'modulepreload', href, integrity, crossOrigin: 'anonymous' });
    link.onload = done;
    // It may be there nevertheless: pages keep only so many entries.
    link.onerror = () => compared(href, integrity).then(done, fail);
    document.head.append(link);
  });
}

/** Fetches a file, which fails where it is another one. */
async function compared(href, integrity) {
  try {
    await fetch(href, { integrity });
  } catch {
    throw new Error(`${href} did not load`);
  }
}

/** The module with this number broke. Begins to make another, and gives what filled elements so far; null where it
    was told before. */
export function lose(number) {
  if (maker?.number !== number) return null;
  const dead = maker;
  maker = null;
  made = again(dead);
  // Who waits for it is told; perhaps nobody does.
  made.catch(() => {});
  return dead;
}

/** This instance is to stay the only one. */
export function keep() {
  isKept = true;
}

/** Another instance of a module. Its compiled code is there already. */
async function again({ module, address }) {
  if (isKept) throw new Error('the page’s own program broke; reload the page to begin it again');
  const url = new URL(address);
  copies += 1;
  url.searchParams.set('copy', copies);
  try {
    const { default: init } = await import(/* @vite-ignore */ /* webpackIgnore: true */ url.href);
    await init({ module_or_path: module });
  } catch (error) {
    throw new Error(`the program broke, and another copy of it could not be made: ${error.message}`);
  }
}

/** Whether the module broke and no other could be made, so that only a new page helps. */
export const isLost = () => generation > 0 && !maker && !made;

/** What the page's content security policy has forbidden so far, newest last. */
const forbidden = [];
globalThis.document?.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, disposition }) => {
  if (disposition === 'enforce') forbidden.push({ rule: effectiveDirective, what: blockedURI });
});

/** Why the module did not load, in words that say what to do. Looks at the site's files where it is not plain. */
export async function causeOf(error) {
  if (typeof WebAssembly === 'undefined') {
    return 'WebAssembly is switched off in this browser. Allow it for this site, then try again.';
  }
  const files = Object.entries(INTEGRITY).map(([path, integrity]) => [new URL(path, here).href, integrity]);
  const urls = files.map(([url]) => url);
  const known = ruleAgainst(urls, error);
  if (known) return known;
  let found = null;
  for (const [url, integrity] of files) found ??= await wrongWith(url, integrity);
  // Firefox tells what the policy forbade in a task after the failure.
  await new Promise((next) => { setTimeout(next); });
  return ruleAgainst(urls, error) ?? found
    ?? 'Try again. If that does not help, a file of the site may be missing or not what it was built with.';
}

/** Which rule of the page's policy forbids what is needed; nothing where none was heard of. */
function ruleAgainst(urls, error) {
  if (forbidden.some(({ what }) => what === 'wasm-eval') || /unsafe-eval/.test(`${error?.message}`)) {
    return 'The page’s Content-Security-Policy forbids WebAssembly: script-src needs \'wasm-unsafe-eval\'.';
  }
  const origins = urls.map((url) => new URL(url).origin);
  const rule = forbidden.findLast(({ what }) => urls.includes(what) || origins.includes(what));
  return rule && `The page’s Content-Security-Policy forbids ${rule.what}: ${rule.rule} needs ${origins[0]}.`;
}

/** What is wrong with a file; nothing where it came as it should. */
async function wrongWith(url, integrity) {
  let answer;
  try {
    answer = await fetch(url, { method: 'HEAD' });
  } catch {
    try {
      await fetch(url, { method: 'HEAD', mode: 'no-cors' });
    } catch {
      return navigator.onLine ? `${url} can’t be reached.` : 'This device is offline. Try again when it is not.';
    }
    return `${new URL(url).origin} does not let this page read ${url}: it has to send Access-Control-Allow-Origin (CORS).`;
  }
  return answered(url, answer) ?? changed(url, integrity);
}

/** What is wrong with an answer, by its headers. */
function answered(url, { ok, status, headers }) {
  if ([404, 410].includes(status)) return `${url} is missing: the server answers ${status}. Put the whole folder there.`;
  // Some servers refuse to tell of a file without sending it.
  if ([405, 501].includes(status)) return null;
  if (!ok) return `The server answers ${status} for ${url}.`;
  const type = headers.get('content-type') ?? 'no type';
  const wanted = url.endsWith('.wasm') ? /^application\/wasm/ : /^(text|application)\/(x-)?javascript/;
  if (/^text\/html/.test(type)) return `${url} is missing: the server sends a page in its place. Put the whole folder there.`;
  if (!wanted.test(type)) {
    return `The server sends ${url} as ${type}; it has to be ${url.endsWith('.wasm') ? 'application/wasm' : 'text/javascript'}.`;
  }
  return null;
}

/** Whether a file comes, and is not what it has to be: browsers do not say which of the two it was. */
async function changed(url, integrity) {
  const comes = (options) => fetch(url, options).then(() => true, () => false);
  if (await comes({ integrity }) || !await comes()) return null;
  return `${url} is not what the site was built with: it was changed on its way, or is of another version. Put the whole folder there anew.`;
}
