// Runs scripts in workers of the page, as the element does, and collects their logs.

const policy = globalThis.trustedTypes?.createPolicy('coroscope', { createScriptURL: (it) => it });
const address = new URL('/script/worker.js', location.href).href;
/** How many scripts a worker runs, one after the other. */
const PER_WORKER = 12;
/** After this time, a script hangs. */
const LIMIT_MS = 30_000;

let compiled = null;

/** Runs a script: the parts of its log, how it ended, and the loop's time then. */
function run(worker, source, clock) {
  return new Promise((resolve) => {
    const [parts, base] = [[], location.href];
    let micros = 0;
    const end = (result) => {
      clearTimeout(timer);
      resolve({ parts, micros, ...result });
    };
    const timer = setTimeout(() => end({ broken: 'it did not end' }), LIMIT_MS);
    worker.onerror = (event) => end({ broken: `the worker failed: ${event.message}` });
    worker.onmessage = ({ data }) => {
      if (data.ready) {
        compiled ??= data.engine;
        worker.postMessage({ run: { source, clock, base, input: '' } });
      } else if (data.broken) {
        end({ broken: data.broken });
      } else if (data.over) {
        end({ failure: data.over[0] ?? null });
      } else if (data.part !== undefined) {
        micros = data.now;
        if (data.part !== null) parts.push(data.part);
      }
    };
    worker.postMessage({ load: { compiled } });
  });
}

/** Runs all scripts, in two workers at a time. */
globalThis.runScripts = async (sources, clock) => {
  const results = [];
  let next = 0;
  const lane = async () => {
    while (next < sources.length) {
      const worker = new Worker(policy ? policy.createScriptURL(address) : address, { type: 'module' });
      for (let count = 0; count < PER_WORKER && next < sources.length; count += 1) {
        const n = next;
        next += 1;
        results[n] = await run(worker, sources[n], clock);
        if (results[n].broken) break;
      }
      worker.terminate();
    }
  };
  await Promise.all([lane(), lane()]);
  return results;
};
