// Runs scripts in the engine that the site ships: `node driver.mjs FOLDER`, where FOLDER contains the engine's JavaScript
// and module. Each line of standard input is a job, each line of standard output an answer (see `client`).
//
// The module is compiled once. Each job has its own worker, like each run in the page. One worker per processor runs at a
// time.

import { availableParallelism } from 'node:os';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';

// About the stack size of a worker in browsers. A script must not be able to exhaust it.
const STACK_MIB = 1;

const folder = new URL(`${pathToFileURL(process.argv[2])}/`);
const address = new URL('coroscope_engine.js', folder).href;
const module = await WebAssembly.compile(await readFile(new URL('coroscope_engine_bg.wasm', folder)));
const prepared = await memoryOfPreparedEngine();

/**
 * The memory of an instance in which `makeReady` has prepared an interpreter. An instance with a copy of it is ready at
 * once, instead of after a tenth of a second. Null if the instance has state outside of its memory, which a copy would
 * lack.
 */
async function memoryOfPreparedEngine() {
  const { initSync, makeReady } = await import(address);
  const engine = initSync({ module });
  makeReady();
  const references = engine.__wbindgen_externrefs;
  const constants = [undefined, null, true, false];
  for (let n = 0; n < references.length; n += 1) {
    if (!constants.includes(references.get(n))) return null;
  }
  const bytes = new Uint8Array(engine.memory.buffer);
  const copy = new Uint8Array(new SharedArrayBuffer(bytes.length));
  copy.set(bytes);
  return copy;
}

const waiting = [];
/** The running jobs, by id: the function that ends each, and the flag that lets it continue. */
const running = new Map();

function answer(it) {
  process.stdout.write(`${JSON.stringify(it)}\n`);
}

function begin(job) {
  const continues = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(new URL('run.mjs', import.meta.url), {
    workerData: { address, module, prepared, continues, job },
    resourceLimits: { stackSizeMb: STACK_MIB },
  });
  const end = (result) => {
    if (!running.delete(job.id)) return;
    answer({ id: job.id, ...result });
    worker.terminate();
    const next = waiting.shift();
    if (next) begin(next);
  };
  running.set(job.id, { continues, end });
  worker.on('message', (message) => {
    if (message.isCheck) answer({ id: job.id, ...message });
    else end(message);
  });
  worker.on('error', (why) => end({ broken: String(why?.stack ?? why) }));
  worker.on('exit', (code) => end({ broken: `the worker ended with ${code} before it reported a result` }));
}

// Whether this version of Node can suspend a stack of WebAssembly.
answer({ id: 0, canSuspend: 'Suspending' in WebAssembly });

for await (const line of createInterface({ input: process.stdin })) {
  const message = JSON.parse(line);
  if (message.sources) {
    if (running.size < availableParallelism()) begin(message);
    else waiting.push(message);
  } else if (message.continues) {
    const { continues } = running.get(message.id);
    Atomics.store(continues, 0, 1);
    Atomics.notify(continues, 0);
  } else {
    running.get(message.id).end({ terminated: true });
  }
}
process.exit();
