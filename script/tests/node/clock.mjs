// The time of a run, made up: it goes on by a little with each look at it, and up to the next timer where nothing else is
// left to do.

/** Milliseconds as a number of microseconds' fractions would be rounded; these are exact. */
export class Clock {
  /** Milliseconds. */
  now = 0;
  #look;
  #timers = [];
  #turns = [];
  #made = 0;

  /** `look`: the milliseconds that each look takes. */
  constructor(look) {
    this.#look = look;
  }

  /** What stands in the place of the browser's own. */
  globals() {
    const clock = this;
    class MessageChannel {
      port1 = { onmessage: null, close() {} };
      port2 = { postMessage: () => clock.#turns.push(() => this.port1.onmessage()) };
    }
    return {
      performance: { now: () => (this.now += this.#look) },
      Date: class extends Date {
        static now() {
          return 0;
        }
      },
      setTimeout: (work, delay) => this.after(delay, work),
      clearTimeout: (number) => (this.#timers = this.#timers.filter((timer) => timer.number !== number)),
      MessageChannel,
      // Where a browser has it, turns come that way.
      scheduler: undefined,
    };
  }

  /** Has `work` done after some milliseconds. */
  after(delay, work) {
    this.#made += 1;
    this.#timers.push({ at: this.now + delay, number: this.#made, work });
    return this.#made;
  }

  /** Does what is to be done, until the run is over; where nothing is left before that, `stuck` is called. */
  run(isOver, stuck) {
    // Promises are all answered before this comes again.
    setImmediate(() => {
      if (isOver()) return;
      const next = this.#turns.shift() ?? this.#timer();
      if (!next) return stuck();
      next();
      this.run(isOver, stuck);
    });
  }

  /** The next timer's work; the clock goes on to where it is due. */
  #timer() {
    const next = this.#timers.reduce((a, b) => (b.at < a.at ? b : a), { at: Infinity });
    this.#timers = this.#timers.filter((timer) => timer !== next);
    this.now = next.work ? Math.max(this.now, next.at) : this.now;
    return next.work;
  }
}
