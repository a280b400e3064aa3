// The worker in which `scripts.js` measures Pyodide.

import { loadPyodide } from './pyodide/pyodide.mjs';

const pyodide = await loadPyodide({ stdout: (printed) => postMessage({ printed }) });
await pyodide.runPythonAsync('import asyncio');

addEventListener('message', async ({ data: { run } }) => {
  try {
    await pyodide.runPythonAsync(run);
    postMessage({ over: true });
  } catch (error) {
    postMessage({ broken: String(error) });
  }
});

postMessage({ ready: true });
