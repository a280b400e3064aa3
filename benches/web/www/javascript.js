// The workloads on plain JavaScript promises.

class Queue {
  constructor(capacity) {
    this.capacity = capacity;
    this.items = [];
    this.head = 0;
    this.getters = [];
    this.putters = [];
  }

  get size() {
    return this.items.length - this.head;
  }

  async put(item) {
    while (this.capacity > 0 && this.size >= this.capacity) {
      await new Promise((resolve) => this.putters.push(resolve));
    }
    this.items.push(item);
    this.getters.shift()?.();
  }

  async get() {
    while (this.size === 0) {
      await new Promise((resolve) => this.getters.push(resolve));
    }
    const item = this.items[this.head++];
    if (this.head > 1024 && this.head * 2 > this.items.length) {
      this.items = this.items.slice(this.head);
      this.head = 0;
    }
    this.putters.shift()?.();
    return item;
  }
}

const range = (n) => Array.from({ length: n }, (_, i) => i);
const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);

async function queue(capacity, sides, n) {
  const queue = new Queue(capacity);
  const producers = range(sides).map(async (side) => {
    for (let item = side; item < n; item += sides) await queue.put(item);
  });
  const consumers = range(sides).map(async () => {
    let total = 0;
    for (let item = await queue.get(); item !== null; item = await queue.get()) total += item;
    return total;
  });
  await Promise.all(producers);
  for (let i = 0; i < sides; i++) await queue.put(null);
  return sum(await Promise.all(consumers));
}

async function chain(depth, turns) {
  if (depth === 0) {
    for (let i = 0; i < turns; i++) await null;
    return 0;
  }
  return 1 + (await chain(depth - 1, turns));
}

async function nest(n, turns) {
  let depth = 0;
  for (let i = 0; i < n; i++) depth += await chain(100, turns);
  return depth;
}

class Lock {
  constructor() {
    this.locked = false;
    this.waiters = [];
  }

  async acquire() {
    while (this.locked) await new Promise((resolve) => this.waiters.push(resolve));
    this.locked = true;
  }

  release() {
    this.locked = false;
    this.waiters.shift()?.();
  }
}

const workloads = {
  async gather(n) {
    const once = async (i) => {
      await null;
      return i;
    };
    return sum(await Promise.all(range(n).map(once)));
  },
  async yields(n) {
    let count = 0;
    for (let i = 0; i < n; i++) {
      await null;
      count++;
    }
    return count;
  },
  queue64_1x1: (n) => queue(64, 1, n),
  queue64_4x4: (n) => queue(64, 4, n),
  queueinf_1x1: (n) => queue(0, 1, n),
  queueinf_4x4: (n) => queue(0, 4, n),
  async lock(n) {
    const lock = new Lock();
    let count = 0;
    await Promise.all(
      range(100).map(async () => {
        for (let i = 0; i < n; i++) {
          await lock.acquire();
          await null;
          count++;
          lock.release();
        }
      }),
    );
    return count;
  },
  nest_100: (n) => nest(n, 1),
  nestY_100: (n) => nest(n, 100),
  async timers(n) {
    const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
    return timers(n, sleep);
  },
};

/** `n` sleepers that each sleep 0 to 50 ms. Returns the sum of the milliseconds. */
async function timers(n, sleep) {
  const nap = async (ms) => {
    await sleep(ms);
    return ms;
  };
  return sum(await Promise.all(range(n).map((i) => nap(i % 51))));
}

/** The workload `timers` on one timer at a time: about the best that a page can do. */
export function sharedTimer(workload, n) {
  if (workload !== 'timers') throw new Error(`there is no workload ${workload} here`);
  const sleepers = new Map();
  const began = performance.now();
  const arm = () => {
    const next = Math.min(...sleepers.keys());
    if (next < Infinity) setTimeout(fire, began + next - performance.now());
  };
  const fire = () => {
    const now = performance.now() - began;
    for (const [due, wake] of sleepers) {
      if (due > now) continue;
      sleepers.delete(due);
      for (const resolve of wake) resolve();
    }
    arm();
  };
  const done = timers(
    n,
    (ms) =>
      new Promise((resolve) => {
        if (!sleepers.has(ms)) sleepers.set(ms, []);
        sleepers.get(ms).push(resolve);
      }),
  );
  arm();
  return done;
}

/** Runs a workload of size `n`. Returns a number as evidence that it did the work. */
export function run(workload, n) {
  return workloads[workload](n);
}
