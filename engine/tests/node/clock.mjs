// The simulated time of a run. It advances a little with each read, and to the next timer when nothing else is left to do.

export class Clock {
  /** The time in milliseconds. */
  now = 0;
  #readCost;
  #timers = [];
  #turns = [];
  #lastNumber = 0;

  /** `readCost`: the milliseconds that each read takes. */
  constructor(readCost) {
    this.#readCost = readCost;
  }

  /** The globals that replace the browser's own. */
  globals() {
    const clock = this;
    class MessageChannel {
      port1 = { onmessage: null, close() {} };
      port2 = { postMessage: () => clock.#turns.push(() => this.port1.onmessage()) };
    }
    return {
      performance: { now: () => (this.now += this.#readCost) },
      Date: class extends Date {
        static now() {
          return 0;
        }
      },
      setTimeout: (work, delay) => this.after(delay, work),
      clearTimeout: (number) => (this.#timers = this.#timers.filter((timer) => timer.number !== number)),
      MessageChannel,
      // If it were defined, turns would be scheduled with it.
      scheduler: undefined,
    };
  }

  /** Calls `work` after a delay in milliseconds. */
  after(delay, work) {
    this.#lastNumber += 1;
    this.#timers.push({ at: this.now + delay, number: this.#lastNumber, work });
    return this.#lastNumber;
  }

  /** Runs turns and timers until the run is over. Calls `stuck` if none is left before that. */
  run(isOver, stuck) {
    // All promises are settled before this runs again.
    setImmediate(() => {
      if (isOver()) return;
      const next = this.#turns.shift() ?? this.#timer();
      if (!next) return stuck();
      next();
      this.run(isOver, stuck);
    });
  }

  /** Takes the next timer, and advances the clock to it. */
  #timer() {
    const next = this.#timers.reduce((a, b) => (b.at < a.at ? b : a), { at: Infinity });
    this.#timers = this.#timers.filter((timer) => timer !== next);
    this.now = next.work ? Math.max(this.now, next.at) : this.now;
    return next.work;
  }
}
