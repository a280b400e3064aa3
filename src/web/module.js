// The WebAssembly module: fetched once for all elements, and made anew from its compiled code where it broke.

/** The generated JavaScript, seen from the folder that wasm-bindgen puts this file into. */
const library = () => import('../../../../coroscope.js');

/** What fills elements, as the module gave it; null before, and after the module broke. */
let maker = null;
/** The promise of one. */
let made = null;
/** How many modules there were, and how many copies of the generated JavaScript. */
let generation = 0;
let copies = 1;

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
  const { default: init } = await library();
  await init();
  if (!maker) throw new Error('the program broke before');
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

/** Another instance of a module. Its compiled code is there already. */
async function again({ module, address }) {
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

/** What would make the module load, in the reader's words. */
export function advice(error) {
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
