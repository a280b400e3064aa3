// What the world outside needs of JavaScript: a Web Worker, async functions to compare with, files that the
// reader saves, the clipboard, and the browser's own timeline.
//
// This file is what the page calls and, under an address of its own, what the worker runs; so it is
// found wherever the generated JavaScript is, however the site was built.

const address = new URL(import.meta.url);

if (address.searchParams.has("job")) {
  addEventListener("message", async ({ data }) => {
    const { library, module, job, input } = data;
    try {
      const { default: init, runJob } = await import(/* @vite-ignore */ /* webpackIgnore: true */ library);
      await init({ module_or_path: module });
      try {
        postMessage({ value: runJob(job, input) });
      } catch (error) {
        // The job itself tells with a text.
        postMessage(typeof error === "string" ? { failed: error } : { broken: String(error) });
      }
    } catch (error) {
      postMessage({ broken: String(error) });
    }
  });
}

/** A page may let each policy be made once only. */
let policy = null;

/** The page may demand that an address that becomes a program comes from a policy. */
export function trusted(script) {
  policy ??= globalThis.trustedTypes?.createPolicy("coroscope", { createScriptURL: (script) => script });
  return policy ? policy.createScriptURL(script) : script;
}

export class Job {
  /** `library` is the address of the generated JavaScript, `module` its WebAssembly, compiled. */
  constructor(library, module, job, input) {
    const script = new URL(address);
    script.searchParams.set("job", "");
    const worker = new Worker(trusted(script.href), { type: "module", name: `coroscope: ${job}` });
    this.worker = worker;
    /** A text where the job is done; rejected with a text by the job, with an Error by the browser. */
    this.answer = new Promise((resolve, reject) => {
      this.leave = resolve;
      worker.onmessage = ({ data }) => {
        if (data.value !== undefined) resolve(data.value);
        else reject(data.failed ?? new Error(data.broken));
      };
      worker.onerror = (event) => {
        event.preventDefault();
        reject(new Error(event.message || "no word from it"));
      };
    });
    worker.postMessage({ library, module, job, input });
  }

  /** Ends the work at once. */
  end() {
    this.worker.terminate();
    this.leave("");
  }
}

/** The last of a chain gives up its turn once. */
async function level(depth) {
  await (depth > 1 ? level(depth - 1) : null);
}

/** Milliseconds that `rounds` chains of this depth take, one after the other. */
export async function chain(depth, rounds) {
  const began = performance.now();
  for (let round = 0; round < rounds; round++) await level(depth);
  return performance.now() - began;
}

/** Offers a file for saving. */
export function save(name, type, parts) {
  const address = URL.createObjectURL(new Blob([parts], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser reads it after this task.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** Draws an SVG text at twice its size and offers it as PNG. */
export async function savePng(name, svg) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  // More pixels than this, browsers refuse.
  const times = Math.min(2, 16_000 / Math.max(image.width, image.height));
  canvas.width = image.width * times;
  canvas.height = image.height * times;
  canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((done) => { canvas.toBlob(done, 'image/png'); });
  if (!blob) throw new Error('the browser could not make a PNG of it');
  save(name, 'image/png', blob);
}

/** Copies a text. */
export async function copy(text) {
  if (!navigator.clipboard) throw new Error('the browser lets only secure pages (https) copy');
  await navigator.clipboard.writeText(text);
}

/** Adds a measure to the browser's timeline. `properties` are labels and values in turn. */
export function measure(name, start, end, trackGroup, track, color, properties) {
  const pairs = [];
  for (let n = 0; n < properties.length; n += 2) pairs.push(properties.slice(n, n + 2));
  const devtools = { dataType: 'track-entry', trackGroup, track, color, properties: pairs };
  performance.measure(name, { start, end, detail: { devtools } });
}
