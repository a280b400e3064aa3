// A worker that runs the scripts of one job, as `engine/www/worker.js` does in the page. Time, network and files are
// simulated, so each run is the same.

import { readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { Clock } from './clock.mjs';
import { Files } from './files.mjs';
import { Network } from './network.mjs';

const { address, module, prepared, continues, job } = workerData;
const isVirtual = job.clock === 'virtual';
const clock = new Clock(job.readCost);
const [network, files] = [new Network(clock), new Files()];

const replaced = {
  ...clock.globals(),
  fetch: (url, options) => network.fetch(url, options),
  navigator: { storage: { getDirectory: async () => files.top } },
  // Node's workers do not have this function. The engine uses it to report that it broke.
  postMessage: (message) => finish(message),
};
for (const [name, value] of Object.entries(replaced)) {
  Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
}

let isOver = false;

function finish(result) {
  if (isOver) return;
  isOver = true;
  const saved = Object.fromEntries(files.all());
  parentPort.postMessage({ runs, aborted: network.aborted, files: saved, ...result });
}

/** Prepares an engine for a script, and returns its instance's exports. */
function prepare(library) {
  const instance = library.initSync({ module });
  if (!prepared) {
    library.makeReady();
    return instance;
  }
  const { memory } = instance;
  memory.grow((prepared.length - memory.buffer.byteLength) / 65_536);
  new Uint8Array(memory.buffer).set(prepared);
  return instance;
}

const library = await import(address);
/** The engine that runs functions for threads. */
const threadLibrary = isVirtual ? null : await import(`${address}?threads`);
let hasThreadEngine = false;

/** The modules and wheels of the running script. */
let scriptFiles = { modules: [], wheels: [] };

/** The bytes of a wheel, or why it can't be fetched. The job may damage it, or have it missing. */
function wheel(name) {
  if (job.wheels === 'missing') return '404 Not Found';
  const bytes = readFileSync(new URL(`packages/${name}`, address));
  if (job.wheels === 'damaged') bytes[bytes.length >> 1] ^= 1;
  return new Uint8Array(bytes);
}

/** Calls a function in the other engine. The answer arrives after the time that the call took. */
function callWorker(script, request, micros) {
  if (!job.hasWorkers) return Promise.reject(new Error('no worker started'));
  if (!hasThreadEngine) prepare(threadLibrary);
  hasThreadEngine = true;
  const before = clock.now;
  const answer = threadLibrary.answerCall(script, request, micros, scriptFiles.modules, scriptFiles.wheels);
  const took = clock.now - before;
  threadLibrary.makeReady();
  clock.now = before;
  return new Promise((resolve) => clock.after(took, () => resolve(answer)));
}

const runs = [];
/** The time of the next check, which may end the run. */
let nextCheck = job.checkEvery ?? Infinity;

/** Stores a report of the engine. */
function store(run, part, micros, isPause) {
  run.reports += 1;
  run.pauses += isPause ? 1 : 0;
  run.micros = micros;
  if (part !== null) run.parts.push(part);
  if (run.reports >= (job.maxReports ?? Infinity)) {
    finish({ terminated: true });
    // The script's turn never ends.
    for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  }
  if (micros < nextCheck) return;
  nextCheck = micros + job.checkEvery;
  Atomics.store(continues, 0, 0);
  parentPort.postMessage({ isCheck: true, runs: runs.map((it) => ({ ...it })) });
  // The receiver of the check has stored these parts.
  run.parts = [];
  Atomics.wait(continues, 0, 0);
}

async function runAll() {
  const instance = prepare(library);
  const runToEnd = job.canSuspend ? WebAssembly.promising(instance.runToEnd) : null;
  /** Runs a script as the worker does in a browser with JSPI, or without it. */
  const runProgram = async (...run) => {
    if (!runToEnd) return library.runScript(...run);
    library.beginBlockingRun(...run);
    await runToEnd();
    return library.blockingRunEnded();
  };
  for (const source of job.sources) {
    const run = { parts: [], reports: 0, pauses: 0, micros: 0, ended: null };
    if (runs.length > 0) library.makeReady();
    runs.push(run);
    const report = (part, micros, _, isPause) => store(run, part, micros, isPause);
    const modules = Object.entries(job.modules).flat();
    const wheels = library.neededWheels(source, modules).flatMap((name) => [name, wheel(name)]);
    scriptFiles = { modules, wheels };
    const program = { source, ...scriptFiles, input: job.input };
    run.ended = await runProgram(program, isVirtual, job.base, report, callWorker);
  }
  finish({});
}

runAll().catch((why) => finish({ broken: String(why?.stack ?? why) }));
clock.run(
  () => isOver,
  () => finish({ broken: 'the script waits for something that never happens' }),
);
