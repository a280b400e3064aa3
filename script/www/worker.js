// The Web Worker that a script runs in: loads the engine, runs one script, and tells the page all that happens.
// It ends when the page ends it. Such workers also call functions of its threads, each in an engine of its own.

import init, { answerCall, makeReady, runScript } from './coroscope_script.js';

/** In words, what broke the engine. */
function reason(why) {
  // A panic has told of itself before its trap comes here; of what else ends the engine, full memory is all there is.
  if (/unreachable/i.test(why?.message)) {
    return 'the script needed more memory than there was for it: at most 1 GiB, less where the browser has no more. Run it with less; the next run begins with an empty memory';
  }
  if (why instanceof RangeError || why?.name === 'InternalError') {
    return 'calls or brackets are nested deeper than the browser’s stack holds. The next run has a new engine';
  }
  return `the engine broke: ${why?.message ?? why}. The next run has a new one`;
}

/** Tells what broke the engine; the page then makes another worker. */
function broke(why) {
  postMessage({ broken: reason(why) });
}

addEventListener('error', (event) => broke(event.error ?? event.message));
addEventListener('unhandledrejection', (event) => {
  event.preventDefault();
  broke(event.reason);
});

/** The engine as it is fetched: its bytes are counted as they come. */
async function fetched() {
  const response = await fetch(new URL('coroscope_script_bg.wasm', import.meta.url));
  if (!response.ok) throw new Error(`the engine for scripts did not load: ${response.status} ${response.statusText}`);
  let [bytes, told] = [0, 0];
  const counting = new TransformStream({
    transform(chunk, controller) {
      bytes += chunk.length;
      if (bytes - told > 250_000) {
        told = bytes;
        postMessage({ loading: bytes });
      }
      controller.enqueue(chunk);
    },
  });
  return new Response(response.body.pipeThrough(counting), { headers: { 'content-type': 'application/wasm' } });
}

/** The engine, compiled; the workers of threads have it from this one. */
let engine = null;

/** Loads the engine. An earlier worker of the page may have compiled it. */
async function load(compiled) {
  engine = compiled ?? await WebAssembly.compileStreaming(fetched());
  await init({ module_or_path: engine });
  makeReady();
  postMessage({ ready: true, engine });
}

let loaded = null;

// Workers that have answered, for the next function of a thread: to load an engine takes a while.
const idle = [];

/** Has another worker call a function of the script's. It ends with this one. */
function beside(script, request, micros) {
  // A page may demand that the address of a program comes from a policy.
  const policy = idle.length ? null : globalThis.trustedTypes?.createPolicy('coroscope', { createScriptURL: (it) => it });
  const address = policy ? policy.createScriptURL(import.meta.url) : import.meta.url;
  let worker = idle.pop();
  if (!worker) {
    worker = new Worker(address, { type: 'module', name: 'coroscope: a thread of the script' });
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
      fail(`its worker did not start: ${event.message || 'no more is known'}`);
    };
    worker.postMessage({ call: { script, request, micros } });
  });
}

addEventListener('message', async ({ data: { load: first, run, call } }) => {
  if (first || !loaded) {
    // A page from before an update of the site asks for a run at once.
    loaded = load(first?.compiled);
    loaded.catch(broke);
  }
  if (first) return;
  await loaded;
  if (call) {
    try {
      postMessage({ answer: answerCall(call.script, call.request, call.micros) });
      makeReady();
    } catch (why) {
      broke(typeof why === 'string' ? new Error(why) : why);
    }
    return;
  }
  const tell = (part, now, exact, pause) => postMessage({ part, now, exact, pause });
  postMessage({ over: await runScript(run.source, run.clock === 'virtual', run.base, tell, beside) });
});
