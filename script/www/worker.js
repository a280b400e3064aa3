// The Web Worker that a script runs in: loads the engine, runs one script, and tells the page all that happens.
// It ends when the page ends it.

import init, { runScript } from './coroscope_script.js';

/** What broke the engine; the page then makes another worker. */
function broke(why) {
  postMessage({ broken: String(why?.message ?? why) });
}

addEventListener('error', (event) => broke(event.error ?? event.message));
addEventListener('unhandledrejection', (event) => {
  event.preventDefault();
  broke(event.reason);
});

/** The engine, whose bytes are counted as they come. */
async function module() {
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

const loaded = init({ module_or_path: module() });
loaded.then(() => postMessage({ ready: true }), broke);

addEventListener('message', async ({ data: { run } }) => {
  await loaded;
  const tell = (part, now) => postMessage({ part, now });
  postMessage({ over: await runScript(run.source, run.clock === 'virtual', run.base, tell) });
});
