// Measures how soon a script begins after Run, and how soon it has ended after Stop. Runs before the scripts of the playground.

/** The scripts in the folder `stop`. */
window.scripts = ['waiting', 'waiting-in-function', 'busy', 'recursion', 'builtin', 'tasks'];

/** What the workers of the page have done: how many are ready for a script, and when a run sent the first part of its log. */
const workers = { ready: 0, firstPart: null };
const waiting = new Set();

/** Milliseconds after which something that was awaited counts as missing. */
const LIMIT = 20_000;

/** Resolves with the first value that `pick` returns after something has happened. `what` is for the message if that takes too
 * long. */
function happens(what, pick) {
  return new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error(`${what} is missing`)), LIMIT);
    const look = () => {
      const found = pick();
      if (found === undefined) return;
      waiting.delete(look);
      resolve(found);
    };
    waiting.add(look);
    look();
  });
}

const notify = () => {
  for (const look of [...waiting]) look();
};

// Before the element starts its first worker.
window.Worker = class extends Worker {
  constructor(...options) {
    super(...options);
    this.addEventListener('message', ({ data }) => {
      if (data.ready) workers.ready += 1;
      if (data.part) workers.firstPart ??= performance.now();
      notify();
    });
  }
};

let ended = null;
document.addEventListener('run-end', () => {
  ended ??= performance.now();
  notify();
});

const pause = (ms) =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

/** Runs the script of an element. Returns the milliseconds until the first part of its log was there. */
async function begin(element) {
  workers.firstPart = null;
  const began = performance.now();
  element.run();
  return (await happens('the first part of the log', () => workers.firstPart ?? undefined)) - began;
}

/**
 * Runs a script in a worker that is ready, and stops it `after` some milliseconds. Returns the milliseconds from Run to the
 * first part of the log, from Stop to the end, and from the next Run to the first part of its log, which can't wait for a
 * worker that is ready.
 */
window.measure = async (script, { after = 1000 } = {}) => {
  await customElements.whenDefined('coro-scope');
  const element = document.querySelector('coro-scope');
  // Before that, the page itself may set the attributes that its address has.
  await happens('a worker that is ready', () => workers.ready > 0 || undefined);
  element.setAttribute('script', `/stop/${script}.py`);
  // The script arrives and is drawn.
  await pause(2000);
  const run = await begin(element);
  await pause(after);
  ended = null;
  const stopped = performance.now();
  element.stop();
  const stop = (await happens('the end of the run', () => ended ?? undefined)) - stopped;
  const again = await begin(element);
  element.stop();
  return { run, stop, again };
};
