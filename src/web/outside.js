// What the world outside needs of JavaScript: Web Workers, async functions to compare with, files that the
// reader saves, the clipboard, the browser's own timeline, and the editor and addresses of scripts.
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
function trusted(script) {
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

/** Where the engine and the editor are: beside the generated JavaScript, or beside the folder that is called after
 * its content. */
function beside(library, file) {
  const here = /\/v-[0-9a-f]+\/[^/]*$/.test(new URL(library).pathname) ? '../script/' : './script/';
  return new URL(here + file, library).href;
}

/** What to say where the engine and the editor are not there; nothing where they are, or where that can't be seen. */
async function missing(library) {
  const file = beside(library, 'worker.js');
  const answer = await fetch(file, { method: 'HEAD' }).catch(() => null);
  // Some servers send a page in the place of what they do not have.
  const isHere = !answer || (![404, 410].includes(answer.status) && !/^text\/html/.test(answer.headers.get('content-type')));
  return isHere ? '' : `This site has no engine for Python scripts yet: “cargo xtask build” makes it as the folder dist/script, which belongs at ${new URL('.', file).href}, and “cargo xtask serve” adds it some minutes after the page.`;
}

/** The site's folder, with a slash at its end; nothing where the program lies in no site of its own. */
export function siteOf(library) {
  const found = /^(.*\/)v-[0-9a-f]+\/[^/]*$/.exec(library);
  return found ? found[1] : undefined;
}

/** The engine, compiled by the first worker for all after it; and a worker that loads it, for the next script. */
let [engine, spare] = [null, null];

function make(library) {
  const worker = new Worker(trusted(beside(library, 'worker.js')), { type: 'module', name: 'coroscope: a script' });
  worker.postMessage({ load: { compiled: engine } });
  worker.addEventListener('message', ({ data }) => { engine ??= data.engine ?? null; });
  worker.early = []; // What it tells before there is a script to run.
  worker.onmessage = ({ data }) => worker.early.push(data);
  worker.onerror = async (event) => {
    event.preventDefault();
    const broken = event.message || await missing(library) || 'the browser runs no worker for scripts: the page’s content security policy may forbid it (worker-src)';
    worker.onmessage({ data: { broken } });
  };
  return worker;
}

/** Loads the engine. */
export function warmUp(library) {
  try {
    spare ??= make(library);
  } catch {
    // To run a script tells why there is no worker.
  }
}

export class ScriptWorker {
  /** Runs a script. `tell` hears what the worker tells, and `{ broken }` where there is none. */
  constructor(library, source, clock, base, tell) {
    this.worker = null;
    this.tell = tell;
    this.task = { run: { source, clock, base } };
    const ahead = spare;
    spare = null;
    this.begin(library, ahead);
  }

  /** Begins in the worker that was made ahead, or in one made now. */
  begin(library, ahead) {
    let worker;
    try {
      worker = ahead ?? make(library);
    } catch (error) {
      queueMicrotask(() => this.tell?.({ broken: `${error.message ?? error}` }));
      return;
    }
    this.worker = worker;
    const hear = ({ data }) => {
      if (data.ready) {
        ahead = null;
        worker.postMessage(this.task);
        this.tell?.({ begun: true });
      } else if (data.broken && ahead && this.tell) {
        // What was missing then may be there now.
        worker.terminate();
        this.begin(library, null);
      } else {
        this.tell?.(data);
      }
    };
    worker.onmessage = hear;
    // Not at once: who makes this is still at work.
    queueMicrotask(() => worker.early.splice(0).forEach((data) => hear({ data })));
  }

  /** Ends the script at once, whatever it does. */
  end() {
    this.tell = null;
    this.worker?.terminate();
  }
}

async function fetched(library, file) {
  const response = await fetch(beside(library, `../scripts/${file}`));
  if (!response.ok) throw new Error(`${file} did not load: ${response.status} ${response.statusText}`);
  return response;
}

/** What the gallery has, flat: file, title, topic and sentence of each script. */
export async function gallery(library) {
  const index = await (await fetched(library, 'index.json')).json();
  return index.flatMap(({ file, title, topic, about }) => [file, title, topic, about]);
}

/** A script of the gallery. */
export async function example(library, file) {
  return (await fetched(library, file)).text();
}

const url = { '+': '-', '/': '_', '=': '' };

/** A text, compressed, in letters that an address may have. */
export async function pack(text) {
  const packed = new Blob([text]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  const bytes = new Uint8Array(await new Response(packed).arrayBuffer());
  const letters = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  return btoa(letters).replace(/[+/=]/g, (letter) => url[letter]);
}

/** The text again; at most so many bytes of it. */
export async function unpack(code, most) {
  if (!/^[\w-]*$/.test(code)) throw new Error('it has letters in it that no packed script has');
  const letters = atob(code.replaceAll('-', '+').replaceAll('_', '/'));
  const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  const text = new TextDecoder('utf-8', { fatal: true });
  const reader = stream.getReader();
  let [whole, size] = ['', 0];
  for (;;) {
    const { done, value } = await reader.read().catch(() => { throw new Error('it is damaged or cut off'); });
    if (done) return whole + text.decode();
    size += value.length;
    if (size > most) throw new Error('it is larger than a script may be here, 1 MiB');
    whole += text.decode(value, { stream: true });
  }
}

/** An editor in the place of a text area, once it has loaded; where it does not load, the text area stays. */
export class Editor {
  constructor(library, area, note, change, run) {
    this.area = area;
    this.note = note;
    this.editor = null;
    this.change = change;
    this.run = run;
    this.library = library;
    this.tries = 0;
    this.shown = { marks: [], line: 0, message: '' };
    area.addEventListener('input', () => this.change?.(area.value));
    area.addEventListener('focus', () => this.load());
    area.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        this.run?.();
      }
    });
  }

  /** Fetches the editor. Where it did not come, the next call tries again. */
  async load() {
    if (this.asked || this.editor) return;
    this.asked = true;
    try {
      // Browsers remember of an address that nothing came from it.
      const file = this.tries ? `editor.js?try=${this.tries}` : 'editor.js';
      const { open } = await import(/* @vite-ignore */ /* webpackIgnore: true */ beside(this.library, file));
      if (!this.change) return;
      this.note.hidden = true;
      this.editor = open(this.area, (text) => this.change?.(text), () => this.run?.());
      const { marks, line, message } = this.shown;
      this.editor.mark(marks);
      this.editor.fault(line, message);
    } catch (error) {
      console.info(`The editor did not load, so this is a plain text area: ${error.message ?? error}`);
      this.note.textContent = await missing(this.library);
      this.note.hidden = this.note.textContent === '';
      this.tries += 1;
      this.asked = false;
    }
  }

  /** Another script is to be edited. */
  set(text) {
    if (this.editor) this.editor.set(text);
    else this.area.value = text;
  }

  /** Marks lines: their numbers from 1, and for each a class and words. */
  mark(lines, classes, words) {
    const marks = Array.from(lines, (line, n) => ({ line, kind: classes[n], words: words[n] }));
    this.shown.marks = marks;
    this.editor?.mark(marks);
  }

  /** Underlines the line at which the script failed; 0 for none. */
  fault(line, message) {
    Object.assign(this.shown, { line, message });
    this.editor?.fault(line, message);
  }

  /** Brings a line into sight. */
  show(line) {
    this.editor?.show(line);
  }

  /** It is not needed any more. */
  close() {
    this.change = this.run = null;
    this.editor?.close();
  }
}
