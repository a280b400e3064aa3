// Suspends the stack of a script that blocks until something has arrived from outside: JSPI, JavaScript Promise
// Integration. In a browser without it, nothing here is called (`worker.js`).

const { Suspending } = /** @type {any} */ (WebAssembly);

/** @type {(() => void) | null} Has the suspended stack continue; null if none is suspended. */
let resume = null;
/** Whether the next suspension ends at once. */
let isAwake = false;

function untilWoken() {
  return new Promise((resolve) => {
    if (isAwake) resolve();
    else resume = resolve;
    isAwake = false;
  });
}

/** Suspends the stack, which must have no JavaScript on it, until `wake` is called. */
export const suspend = Suspending ? new Suspending(untilWoken) : untilWoken;

/** Has the suspended stack continue in a microtask. If none is suspended, the next suspension ends at once. */
export function wake() {
  isAwake = resume === null;
  resume?.();
  resume = null;
}
