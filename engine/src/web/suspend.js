// Suspends the stack of a script, in browsers with JavaScript Promise Integration (JSPI).
//
// wasm-bindgen imports `suspend` directly, without a function of its own, so it may be a `WebAssembly.Suspending` object.
// wasm-bindgen's own attributes for JSPI are not used: its JavaScript fails in browsers without JSPI, and it copies the
// stack in the module's memory at each suspension, of which a script uses eight megabytes (`stack.rs`).

export const canSuspend = typeof WebAssembly.Suspending === 'function' && typeof WebAssembly.promising === 'function';

let onResume = () => {};

const resumed = () =>
  new Promise((resolve) => {
    onResume = resolve;
  });

/** Suspends the stack until `resume` is called. */
export const suspend = canSuspend ? new WebAssembly.Suspending(resumed) : resumed;

export const resume = () => onResume();

/** Calls an export of the module on a stack that can be suspended. If it fails, the worker reports the reason, because
 * nothing handles that rejection. */
export const callSuspendable = (run) =>
  new Promise((resolve) => {
    WebAssembly.promising(run)().then(resolve);
  });
