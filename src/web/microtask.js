// Turns of the browser's queues for one event loop.
//
// `Promise.prototype.then` is the engine's own way into the microtask queue; `queueMicrotask` is the
// page's, and costs several times as much for each turn. A loop of tasks that only give each other
// turns is nothing but such turns, so the chain lives here, where a turn is one call into wasm.

const resolved = Promise.resolve();

// Kept, because to look `performance` up on the window costs more than to read the clock.
const clock = performance;

/** Milliseconds of the page's clock. */
export const now = () => clock.now();

export class Turns {
  /** `enter(macrotask)` runs a turn. */
  constructor(enter) {
    this.enter = enter;
    this.enterInMicrotask = () => this.enter(false);
    this.enterInMacrotask = () => this.enter(true);
    if (typeof globalThis.scheduler?.postTask === "function") {
      const options = { priority: "user-visible" };
      this.macrotask = () => {
        globalThis.scheduler.postTask(this.enterInMacrotask, options);
      };
    } else {
      this.channel = new MessageChannel();
      this.channel.port1.onmessage = this.enterInMacrotask;
    }
  }

  microtask() {
    resolved.then(this.enterInMicrotask);
  }

  macrotask() {
    this.channel.port2.postMessage(null);
  }

  close() {
    // A turn that is queued already still comes.
    this.enter = () => {};
    this.channel?.port1.close();
  }
}
