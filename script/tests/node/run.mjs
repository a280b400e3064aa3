// A worker that runs the scripts of one job, as `script/www/worker.js` runs one in the page. Time, network and files are
// made up, so that a run is the same each time.

import { parentPort, workerData } from 'node:worker_threads';
import { Clock } from './clock.mjs';
import { Files } from './files.mjs';
import { Network } from './network.mjs';

const { address, module, ready, goesOn, job } = workerData;
const isVirtual = job.clock === 'virtual';
const clock = new Clock(job.look);
const [network, files] = [new Network(clock), new Files()];

const replaced = {
  ...clock.globals(),
  fetch: (url, options) => network.fetch(url, options),
  navigator: { storage: { getDirectory: async () => files.top } },
  // Node has none in its workers. The engine tells so that it broke.
  postMessage: (told) => finish(told),
};
for (const [name, value] of Object.entries(replaced)) {
  Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
}

let isOver = false;

function finish(told) {
  if (isOver) return;
  isOver = true;
  const kept = Object.fromEntries(files.all());
  parentPort.postMessage({ runs, givenUp: network.givenUp, files: kept, ...told });
}

/** An engine that is ready to run a script. */
function engine(library) {
  const { memory } = library.initSync({ module });
  if (!ready) {
    library.makeReady();
    return library;
  }
  memory.grow((ready.length - memory.buffer.byteLength) / 65_536);
  new Uint8Array(memory.buffer).set(ready);
  return library;
}

const library = await import(address);
/** What answers the calls of functions for threads, in an engine of their own. */
const other = isVirtual ? null : await import(`${address}?beside`);
let beside = null;

/** Calls a function beside the loop: its answer comes when the clock has gone on for as long as the call took. */
function call(script, request, micros) {
  if (job.refuses) return Promise.reject(new Error('no worker started'));
  beside ??= engine(other);
  const before = clock.now;
  const answer = beside.answerCall(script, request, micros);
  const took = clock.now - before;
  beside.makeReady();
  clock.now = before;
  return new Promise((resolve) => clock.after(took, () => resolve(answer)));
}

const runs = [];
/** The time at which the run is looked at, and may be ended. */
let nextLook = job.lookEvery ?? Infinity;

/** Keeps what the engine tells of a run. */
function tell(run, part, micros, isPause) {
  run.tells += 1;
  run.pauses += isPause ? 1 : 0;
  run.micros = micros;
  if (part !== null) run.parts.push(part);
  if (run.tells >= (job.mostTells ?? Infinity)) {
    finish({ cut: true });
    // The script never gives its turn back.
    for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  }
  if (micros < nextLook) return;
  nextLook = micros + job.lookEvery;
  Atomics.store(goesOn, 0, 0);
  parentPort.postMessage({ asks: true, runs: runs.map((it) => ({ ...it })) });
  // What was told once is kept by who was told.
  run.parts = [];
  Atomics.wait(goesOn, 0, 0);
}

async function runAll() {
  engine(library);
  for (const source of job.sources) {
    const run = { parts: [], tells: 0, pauses: 0, micros: 0, ended: null };
    if (runs.length > 0) library.makeReady();
    runs.push(run);
    const told = (part, micros, _, isPause) => tell(run, part, micros, isPause);
    run.ended = await library.runScript(source, isVirtual, job.base, told, call);
  }
  finish({});
}

runAll().catch((why) => finish({ broken: String(why?.stack ?? why) }));
clock.run(() => isOver, () => finish({ broken: 'the script waits for what never comes' }));
