// Runs scripts in the engine that the site ships: `node driver.mjs FOLDER`, where FOLDER holds the engine's JavaScript
// and module. Each line of standard input is a job, each line of standard output an answer (`client.rs` has both).
//
// The module is compiled once. Each job has a worker of its own, as each run in the page has; as many work at a time as
// the machine has processors.

import { availableParallelism } from 'node:os';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';

// Browsers give the thread of a worker about as much; a script must not be able to exhaust it.
const STACK_MIB = 1;

const folder = new URL(`${pathToFileURL(process.argv[2])}/`);
const address = new URL('coroscope_script.js', folder).href;
const module = await WebAssembly.compile(await readFile(new URL('coroscope_script_bg.wasm', folder)));
const ready = await memoryOfAReadyEngine();

/**
 * The memory of an instance in which `makeReady` has made an interpreter: with a copy of it an instance is ready at once,
 * instead of after a tenth of a second. Null where the instance has state outside of its memory, because a copy would
 * lack that.
 */
async function memoryOfAReadyEngine() {
  const { initSync, makeReady } = await import(address);
  const engine = initSync({ module });
  makeReady();
  const kept = engine.__wbindgen_externrefs;
  const constants = [undefined, null, true, false];
  for (let n = 0; n < kept.length; n += 1) {
    if (!constants.includes(kept.get(n))) return null;
  }
  const bytes = new Uint8Array(engine.memory.buffer);
  const copy = new Uint8Array(new SharedArrayBuffer(bytes.length));
  copy.set(bytes);
  return copy;
}

const waiting = [];
/** Jobs under way: by their numbers, what ends each and what lets it go on. */
const underWay = new Map();

function answer(it) {
  process.stdout.write(`${JSON.stringify(it)}\n`);
}

function begin(job) {
  const goesOn = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(new URL('run.mjs', import.meta.url), {
    workerData: { address, module, ready, goesOn, job },
    resourceLimits: { stackSizeMb: STACK_MIB },
  });
  const end = (told) => {
    if (!underWay.delete(job.id)) return;
    answer({ id: job.id, ...told });
    worker.terminate();
    const next = waiting.shift();
    if (next) begin(next);
  };
  underWay.set(job.id, { goesOn, end });
  worker.on('message', (told) => {
    if (told.asks) answer({ id: job.id, ...told });
    else end(told);
  });
  worker.on('error', (why) => end({ broken: String(why?.stack ?? why) }));
  worker.on('exit', (code) => end({ broken: `the worker ended with ${code} before it told how the script ended` }));
}

for await (const line of createInterface({ input: process.stdin })) {
  const told = JSON.parse(line);
  if (told.sources) {
    if (underWay.size < availableParallelism()) begin(told);
    else waiting.push(told);
  } else if (told.goesOn) {
    const { goesOn } = underWay.get(told.id);
    Atomics.store(goesOn, 0, 1);
    Atomics.notify(goesOn, 0);
  } else {
    underWay.get(told.id).end({ cut: true });
  }
}
process.exit();
