// The web worker of a script: loads the engine, runs one script, and reports its progress to the page, which terminates
// the worker. Further workers run the functions that the script gives to threads, each in its own engine.

import init, {
  answerCall,
  beginBlockingRun,
  blockingRunEnded,
  makeReady,
  makeReadyForCopies,
  neededWheels,
  runScript,
  tryOrder,
} from './coroscope_engine.js';

/** The message for an error that broke the engine. */
function reason(why) {
  // A panic is reported before its trap arrives here. The only other cause of a trap is full memory.
  if (/unreachable/i.test(why?.message)) {
    return 'the script needs more memory than is available: 1 GiB, or less in some browsers. Give it less work; the next run starts with empty memory';
  }
  if (why instanceof RangeError || why?.name === 'InternalError') {
    return 'calls or brackets are nested too deeply for this browser. Python restarts with the next run';
  }
  return `the engine failed: ${why?.message ?? why}. Python restarts with the next run`;
}

/** Reports what broke the engine. The page then starts another worker. */
function reportBroken(why) {
  postMessage({ broken: reason(why) });
}

addEventListener('error', (event) => reportBroken(event.error ?? event.message));
addEventListener('unhandledrejection', (event) => {
  event.preventDefault();
  reportBroken(event.reason);
});

/** JSPI, JavaScript Promise Integration: promises that a stack of WebAssembly waits for. */
const { promising, Suspending } = /** @type {any} */ (WebAssembly);
const canSuspend = typeof promising === 'function' && typeof Suspending === 'function';
/** @type {(() => Promise<void>) | null} Runs a script on a stack that can be suspended; null if the browser has none. */
let runToEnd = null;

/** @type {WebAssembly.Memory} The memory of this worker's engine. */
let memory;

/** @type {WebAssembly.Module} The compiled engine, which the workers of threads receive from this one. */
let engine;

/** Starts the engine. A page of before an update of the site may not have compiled it. */
async function load(compiled) {
  const address = new URL('coroscope_engine_bg.wasm', import.meta.url);
  engine = compiled ?? (await WebAssembly.compileStreaming(fetch(address)));
  const instance = await init({ module_or_path: engine });
  memory = instance.memory;
  if (canSuspend) runToEnd = promising(instance.runToEnd);
  makeReady();
  postMessage({ ready: true, engine });
}

/**
 * Runs a script: with JSPI, a loop inside of a function can wait for what comes from outside.
 * @param {import('./coroscope_engine.js').Run} run
 */
async function runProgram(...run) {
  if (!runToEnd) return runScript(...run);
  beginBlockingRun(...run);
  await runToEnd();
  return blockingRunEnded();
}

/** @type {Promise<void> | null} */
let loaded = null;

/** @type {{ modules: string[], wheels: unknown[] }} The files of the script, as a program has them. */
let files = { modules: [], wheels: [] };

/** Fetches the wheels of the packages that a script imports: each name, followed by its bytes or by why it did not load. */
async function fetchWheels(names) {
  const fetchOne = async (name) => {
    try {
      const response = await fetch(new URL(`packages/${name}`, import.meta.url));
      if (!response.ok) throw new Error(`${response.status} ${response.statusText}`.trim());
      return [name, new Uint8Array(await response.arrayBuffer())];
    } catch (why) {
      return [name, `${why?.message ?? why}`];
    }
  };
  return (await Promise.all(names.map(fetchOne))).flat();
}

// Idle workers, kept for further calls because loading an engine takes time.
const idle = [];

/** A page may require trusted types for the address of a worker. */
const policy = globalThis.trustedTypes?.createPolicy('coroscope', { createScriptURL: (it) => it });

/** Whether a script of the page imported this one, as if it is from another origin (`outside/workers.js`). That script can
be run again. */
const isImported = location.protocol === 'blob:';

/** Has another worker call a function of the script. That worker ends with this one. */
function callWorker(script, request, micros) {
  let worker = idle.pop();
  if (!worker) {
    const address = isImported ? location.href : import.meta.url;
    worker = new Worker(policy ? policy.createScriptURL(address) : address, {
      type: isImported ? 'classic' : 'module',
      name: 'coroscope: a thread of the script',
    });
    worker.postMessage({ load: { compiled: engine } });
  }
  return new Promise((resolve, reject) => {
    const fail = (why) => {
      worker.terminate();
      reject(new Error(why));
    };
    worker.onmessage = ({ data: { answer, broken } }) => {
      if (broken) fail(broken);
      if (!answer) return;
      idle.push(worker);
      resolve(answer);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      fail(`its worker did not start: ${event.message || 'no details are known'}`);
    };
    worker.postMessage({ call: { script, request, micros, files } });
  });
}

/** The parts of the memory that a run of the search begins with: where each begins, and its bytes. */
let copies = [];

/** The size of a page of memory. */
const PAGE = 65_536;

/**
 * Keeps a copy of the memory, except of its longest part that consists of zeros only: that is the reserve, which the
 * allocator has not used yet, and clears where necessary.
 */
function copyMemory() {
  const pages = memory.buffer.byteLength / PAGE;
  const words = new BigUint64Array(memory.buffer);
  const isEmpty = (page) => words.subarray((page * PAGE) / 8, ((page + 1) * PAGE) / 8).every((word) => word === 0n);
  let [from, to] = [pages, pages];
  for (let page = 0; page < pages; page += 1) {
    const begin = page;
    while (page < pages && isEmpty(page)) page += 1;
    if (page - begin > to - from) [from, to] = [begin, page];
  }
  copies = [
    [0, from],
    [to, pages],
  ].map(([begin, end]) => [begin * PAGE, new Uint8Array(memory.buffer.slice(begin * PAGE, end * PAGE))]);
}

function restoreMemory() {
  const all = new Uint8Array(memory.buffer);
  for (const [begin, bytes] of copies) all.set(bytes, begin);
}

/**
 * @type {{ source: string, modules: string[], wheels: unknown[], input: string } | null} The script of the search that this
 * worker makes runs for.
 */
let searched = null;

/** @type {Promise<void>} Resolves when the runs that were ordered are made. */
let searching = Promise.resolve();

/**
 * Makes runs of a script in other orders, and posts the result of each. They begin with the same memory, so nothing of a run
 * can reach another one.
 */
async function tryOrders({ program, strategies, sleeps, logs, documents }) {
  if (program) {
    const wheels = await fetchWheels(neededWheels(program.source, program.modules));
    searched = { ...program, wheels };
    makeReadyForCopies(program.source);
    // A table of references to JavaScript's values grows with the first big array. Its size is not part of the memory.
    neededWheels(
      '',
      Array.from({ length: 512 }, () => ''),
    );
    copyMemory();
  }
  if (!searched) throw new Error('a search begins with its script');
  for (const strategy of strategies) {
    restoreMemory();
    postMessage({ tried: tryOrder(searched, { strategy, sleeps, logs, documents }) });
  }
}

// A server that has its files sandboxed gives this worker an origin of its own, from which nothing can be fetched.
if (origin === 'null' && !isImported) postMessage({ sandboxed: true });

addEventListener('message', async ({ data: { load: first, run, call, orders } }) => {
  if (first || !loaded) {
    // A page that was loaded before an update of the site requests a run at once.
    loaded = load(first?.compiled);
    loaded.catch(reportBroken);
  }
  if (first) return;
  await loaded;
  if (orders) {
    // One after the other: the first one fetches what the script imports.
    searching = searching.then(() => tryOrders(orders));
    searching.catch(reportBroken);
    return;
  }
  if (call) {
    try {
      const { modules, wheels } = call.files;
      postMessage({ answer: answerCall(call.script, call.request, call.micros, modules, wheels) });
      makeReady();
    } catch (why) {
      reportBroken(typeof why === 'string' ? new Error(why) : why);
    }
    return;
  }
  const { source, modules = [], clock, base, input = '', order } = run;
  files = { modules, wheels: await fetchWheels(neededWheels(source, modules)) };
  const report = (part, now, exact, pause) => postMessage({ part, now, exact, pause });
  const program = { source, ...files, input, order };
  // In another order, a run is what the search found: nothing arrives from outside.
  const make = order ? runScript : runProgram;
  postMessage({ over: await make(program, clock === 'virtual', base, report, callWorker) });
});
