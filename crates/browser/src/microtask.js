// Microtasks and macrotasks for one event loop.
//
// `Promise.prototype.then` enters the microtask queue inside the JavaScript engine. `queueMicrotask` is a function of
// the browser and several times slower. A loop of tasks that only yield is dominated by this cost, so it is avoided
// here, with one call into wasm per microtask.

const resolved = Promise.resolve();

// Looking up `performance` on the window costs more than reading the clock.
const clock = performance;

/** The page's clock, in milliseconds. */
export const now = () => clock.now();

/** Why the loop is entered, as `driver.rs` numbers it. */
const MICROTASK = 0;
const MACROTASK = 1;
const AFTER_EXCEPTION = 4;

/** Reports an exception as the browser does if nothing catches it. Node, in which tests run, has no `reportError`. */
const report = (error) => {
  if (typeof globalThis.reportError === 'function') globalThis.reportError(error);
  else Promise.reject(error);
};

export class Turns {
  /** `enter(entry)` runs the loop. */
  constructor(enter) {
    this.enter = enter;
    this.enterInMicrotask = () => this.run(MICROTASK);
    this.enterInMacrotask = () => this.run(MACROTASK);
    if (typeof globalThis.scheduler?.postTask === 'function') {
      const options = /** @type {const} */ ({ priority: 'user-visible' });
      this.macrotask = () => {
        globalThis.scheduler.postTask(this.enterInMacrotask, options);
      };
    } else {
      this.channel = new MessageChannel();
      this.channel.port1.onmessage = this.enterInMacrotask;
    }
  }

  /** Enters the loop. If an exception leaves it, the loop ends the task that threw, and the browser reports the exception. */
  run(entry) {
    try {
      this.enter(entry);
    } catch (error) {
      // A panic. Nothing in the module may be called after it.
      if (error instanceof WebAssembly.RuntimeError) throw error;
      try {
        this.enter(AFTER_EXCEPTION);
      } finally {
        report(error);
      }
    }
  }

  microtask() {
    resolved.then(this.enterInMicrotask);
  }

  macrotask() {
    this.channel?.port2.postMessage(null);
  }

  close() {
    // A callback that is already queued is still called.
    this.enter = () => {};
    this.channel?.port1.close();
  }
}
