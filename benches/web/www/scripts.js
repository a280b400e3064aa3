// Runs the same Python script in Coroscope's engine and in Pyodide, each in a new worker.

const SCRIPTS = {
  import: `import asyncio

async def main():
    print(1)
`,
  gather: `import asyncio

async def pause():
    await asyncio.sleep(0)

async def main():
    await asyncio.gather(*(pause() for _ in range(10_000)))
    print("10000 tasks")
`,
  queue: `import asyncio

async def produce(queue):
    for n in range(200_000):
        await queue.put(n)
    await queue.put(None)

async def consume(queue):
    total = 0
    while (item := await queue.get()) is not None:
        total += item
    return total

async def main():
    queue = asyncio.Queue(64)
    _, total = await asyncio.gather(produce(queue), consume(queue))
    print(total)
`,
};

window.workloads = Object.keys(SCRIPTS);

/** The content security policy of the pages requires Trusted Types. */
const trusted = globalThis.trustedTypes?.createPolicy('scripts', { createScriptURL: (address) => address });

/** Resolves with the first value that `pick` finds in a worker's messages. Rejects if the worker reports an error. */
function waitForMessage(worker, pick) {
  return new Promise((resolve, reject) => {
    worker.addEventListener('message', ({ data }) => {
      const found = pick(data);
      if (found !== undefined) resolve(found);
      else if (data.broken) reject(new Error(data.broken));
    });
    worker.addEventListener('error', (event) => reject(new Error(event.message || 'the worker did not load')));
  });
}

/** Each contender: its worker, the worker's first message, the message that runs a script, and how to read its messages. */
const CONTENDERS = {
  coroscope: {
    worker: 'script/worker.js',
    first: { load: { compiled: null } },
    task: (source) => ({ run: { source: `${source}\nasyncio.run(main())\n`, clock: 'real', base: location.href } }),
    printed: ({ part }) => part && JSON.parse(part).texts?.find((text) => /^\d+/.test(text)),
    over: ({ over }) => over && { failed: over[0] },
  },
  pyodide: {
    worker: 'pyodide-worker.js',
    task: (source) => ({ run: `${source}\nawait main()\n` }),
    printed: ({ printed }) => printed,
    over: ({ over }) => over && {},
  },
};

/** Returns the milliseconds until the engine is ready, those from sending the script to its end, and its output. */
window.run = async (workload, { peer = 'coroscope' } = {}) => {
  const { worker: address, first, task, printed, over } = CONTENDERS[peer];
  const began = performance.now();
  const worker = new Worker(trusted?.createScriptURL(address) ?? address, { type: 'module' });
  if (first) worker.postMessage(first);
  try {
    await waitForMessage(worker, ({ ready }) => ready);
    const start = performance.now() - began;
    let output = '';
    worker.addEventListener('message', ({ data }) => {
      output = printed(data) ?? output;
    });
    const sent = performance.now();
    worker.postMessage(task(SCRIPTS[workload]));
    const { failed } = await waitForMessage(worker, over);
    if (failed) throw new Error(failed);
    return { start, ms: performance.now() - sent, printed: output };
  } finally {
    worker.terminate();
  }
};
