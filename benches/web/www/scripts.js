// The same Python script in Coroscope's engine and in Pyodide, each in a worker of its own, made for it.

const SCRIPTS = {
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

/** The pages are served with a policy that wants this. */
const trusted = globalThis.trustedTypes?.createPolicy('scripts', { createScriptURL: (address) => address });

/** Resolves with what `pick` finds in a worker's messages; fails with what the worker says is broken. */
function heard(worker, pick) {
  return new Promise((resolve, reject) => {
    worker.addEventListener('message', ({ data }) => {
      const found = pick(data);
      if (found !== undefined) resolve(found);
      else if (data.broken) reject(new Error(data.broken));
    });
    worker.addEventListener('error', (event) => reject(new Error(event.message || 'the worker did not load')));
  });
}

/** Each gives a worker, what to tell it first, what to tell it so that it runs a script, and what its messages mean. */
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

/** Milliseconds until the engine can take a script, then from that script's sending to its end; and what it printed. */
window.run = async (workload, { peer = 'coroscope' } = {}) => {
  const { worker: address, first, task, printed, over } = CONTENDERS[peer];
  const began = performance.now();
  const worker = new Worker(trusted?.createScriptURL(address) ?? address, { type: 'module' });
  if (first) worker.postMessage(first);
  try {
    await heard(worker, ({ ready }) => ready);
    const start = performance.now() - began;
    let said = '';
    worker.addEventListener('message', ({ data }) => { said = printed(data) ?? said; });
    const sent = performance.now();
    worker.postMessage(task(SCRIPTS[workload]));
    const { failed } = await heard(worker, over);
    if (failed) throw new Error(failed);
    return { start, ms: performance.now() - sent, printed: said };
  } finally {
    worker.terminate();
  }
};
