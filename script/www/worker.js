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

const loaded = init();
loaded.then(() => postMessage({ ready: true }), broke);

addEventListener('message', async ({ data: { run } }) => {
  await loaded;
  const tell = (part, now, output) => postMessage({ part, now, output });
  const failed = await runScript(run.source, run.clock === 'virtual', tell);
  postMessage({ over: failed ?? null });
});
