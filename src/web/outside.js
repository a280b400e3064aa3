// Browser services in JavaScript: jobs in Web Workers, an async function for comparison, saving files, the clipboard, and
// User Timing. Those for scripts are in a module of their own.
//
// The page imports this file, and a worker for jobs runs it, with a query in its address. So the worker's script is
// always next to the generated JavaScript, however the site was built.

import { text } from './class/text.js';
import { startWorker } from './outside/scripts.js';

// Not imported by the module itself: it would be one more file that is requested at the same time (`tidy.rs`).
export * from './outside/scripts.js';

const address = new URL(import.meta.url);

if (address.searchParams.has('job')) {
  // A server that has its files sandboxed gives this worker an origin of its own, from which nothing can be imported.
  if (self.origin === 'null' && location.protocol !== 'blob:') postMessage({ sandboxed: true });
  addEventListener('message', async ({ data }) => {
    const { library, module, job, input } = data;
    try {
      const { default: init, runJob } = await import(/* @vite-ignore */ /* webpackIgnore: true */ library);
      await init({ module_or_path: module });
      try {
        postMessage({ value: runJob(job, input) });
      } catch (error) {
        // An error of the job itself is a string.
        postMessage(typeof error === 'string' ? { failed: error } : { broken: String(error) });
      }
    } catch (error) {
      postMessage({ broken: String(error) });
    }
  });
}

export class Job {
  /** `library` is the address of the generated JavaScript, `module` its WebAssembly, compiled. */
  constructor(library, module, job, input) {
    const script = new URL(address);
    script.searchParams.set('job', '');
    /** Resolves with the job's result. Rejects with a string for an error of the job, with an Error for one of the browser. */
    this.answer = new Promise((resolve, reject) => {
      this.release = resolve;
      /** @type {(isImported?: boolean) => void} */
      const start = (isImported) => {
        const worker = startWorker(script.href, `coroscope: ${job}`, isImported);
        this.worker = worker;
        worker.onmessage = ({ data }) => {
          if (data.sandboxed) {
            worker.terminate();
            start(true);
          } else if (data.value !== undefined) resolve(data.value);
          else reject(data.failed ?? new Error(data.broken));
        };
        worker.onerror = (event) => {
          event.preventDefault();
          reject(new Error(event.message || text('the worker sent no reason')));
        };
        worker.postMessage({ library, module, job, input });
      };
      start();
    });
  }

  /** Terminates the worker. */
  end() {
    this.worker?.terminate();
    this.release('');
  }
}

/** A chain of awaits; the innermost one yields once. */
async function level(depth) {
  await (depth > 1 ? level(depth - 1) : null);
}

/** Measures how many milliseconds `rounds` chains of this depth take, one after the other. */
export async function chain(depth, rounds) {
  const began = performance.now();
  for (let round = 0; round < rounds; round++) await level(depth);
  return performance.now() - began;
}

/** Downloads a file. */
export function save(name, type, parts) {
  const address = URL.createObjectURL(new Blob([parts], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser reads the file after this task.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** Renders an SVG at twice its size, and downloads it as PNG. */
export async function savePng(name, svg) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  // Browsers limit the size of a canvas.
  const times = Math.min(2, 16_000 / Math.max(image.width, image.height));
  canvas.width = image.width * times;
  canvas.height = image.height * times;
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((done) => {
    canvas.toBlob(done, 'image/png');
  });
  if (!blob) throw new Error(text('the browser could not make a PNG of it'));
  save(name, 'image/png', blob);
}

/** Shows an element in full screen. A browser or a frame may refuse that; then the element covers the window. */
export async function enterFullScreen(element) {
  // Without a click or a key before, browsers refuse with a warning.
  if (navigator.userActivation?.isActive === false) return;
  await element.requestFullscreen?.().catch(() => {});
}

/** Leaves full screen, if it shows this element. */
export async function leaveFullScreen(element) {
  if (element.matches(':fullscreen')) await document.exitFullscreen().catch(() => {});
}

/** Copies text to the clipboard. */
export async function copy(words) {
  if (!navigator.clipboard) throw new Error(text('the browser allows it only on secure pages (https)'));
  await navigator.clipboard.writeText(words);
}

/** Adds a User Timing measure. `properties` alternates labels and values. */
export function measure(name, start, end, trackGroup, track, color, properties) {
  const pairs = [];
  for (let n = 0; n < properties.length; n += 2) pairs.push(properties.slice(n, n + 2));
  const devtools = { dataType: 'track-entry', trackGroup, track, color, properties: pairs };
  performance.measure(name, { start, end, detail: { devtools } });
}
