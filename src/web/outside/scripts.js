// Browser services for scripts: the addresses of their engine and editor, the workers that run them, the editor, the
// examples, and scripts packed into addresses.

import { text } from '../class/text.js';

/** @type {ReturnType<NonNullable<Window['trustedTypes']>['createPolicy']> | undefined} The Trusted Types policy. A page may
allow to create it only once. */
let policy;

/** Passes the address of a script through the policy, which the page may require. */
export function trusted(script) {
  policy ??= globalThis.trustedTypes?.createPolicy('coroscope', { createScriptURL: (script) => script });
  return policy ? policy.createScriptURL(script) : script;
}

/** The address of a file of the engine or the editor. Their folder is next to the generated JavaScript, or next to the
 * versioned folder that contains it. */
function scriptFile(library, file) {
  const here = /\/v-[0-9a-f]+\/[^/]*$/.test(new URL(library).pathname) ? '../script/' : './script/';
  return new URL(here + file, library).href;
}

/** A message if the engine and the editor are missing; empty if they exist, or if that can't be found out. */
async function missingMessage(library) {
  const file = scriptFile(library, 'worker.js');
  const answer = await fetch(file, { method: 'HEAD' }).catch(() => null);
  // Some servers send a page in place of a missing file.
  const isHere =
    !answer || (![404, 410].includes(answer.status) && !/^text\/html/.test(`${answer.headers.get('content-type')}`));
  return isHere
    ? ''
    : text(
        'This site has no engine for Python scripts yet: “cargo xtask build” makes it as the folder dist/script, which belongs at {place}, and “cargo xtask serve” adds it some minutes after the page.',
        { place: new URL('.', file).href },
      );
}

/** The address of the site, with a trailing slash; undefined outside of a site. */
export function siteOf(library) {
  const found = /^(.*\/)v-[0-9a-f]+\/[^/]*$/.exec(library);
  return found ? found[1] : undefined;
}

/** @type {WebAssembly.Module | null} The compiled engine, which the first worker shares with all later ones. */
let engine = null;
/** @typedef {Worker & { early: unknown[] }} EngineWorker A worker, and its messages before there is a script to run. */
/** @type {EngineWorker | null} For the next script. */
let spare = null;

/** @returns {EngineWorker} */
function make(library) {
  const address = trusted(scriptFile(library, 'worker.js'));
  const bare = new Worker(address, { type: 'module', name: 'coroscope: a script' });
  const worker = Object.assign(bare, { early: /** @type {unknown[]} */ ([]) });
  worker.postMessage({ load: { compiled: engine } });
  worker.addEventListener('message', ({ data }) => {
    engine ??= data.engine ?? null;
  });
  worker.onmessage = ({ data }) => worker.early.push(data);
  worker.onerror = async (event) => {
    event.preventDefault();
    const broken =
      event.message ||
      (await missingMessage(library)) ||
      text('the browser runs no worker for scripts: the page’s content security policy may forbid it (worker-src)');
    worker.dispatchEvent(new MessageEvent('message', { data: { broken } }));
  };
  return worker;
}

/** Loads the engine in advance. */
export function preloadEngine(library) {
  try {
    spare ??= make(library);
  } catch {
    // Running a script will report the reason.
  }
}

export class ScriptWorker {
  /** Runs a script. `listener` gets the worker's messages, and `{ broken }` if there is no worker. */
  constructor(library, source, modules, clock, base, input, listener) {
    this.worker = null;
    this.listener = listener;
    this.task = { run: { source, modules, clock, base, input } };
    const ahead = spare;
    spare = null;
    this.begin(library, ahead);
  }

  /** Starts in the spare worker, or in a new one. */
  begin(library, ahead) {
    let worker;
    try {
      worker = ahead ?? make(library);
    } catch (error) {
      queueMicrotask(() => this.listener?.({ broken: `${error.message ?? error}` }));
      return;
    }
    this.worker = worker;
    const receive = ({ data }) => {
      if (data.ready) {
        ahead = null;
        worker.postMessage(this.task);
        this.listener?.({ begun: true });
      } else if (data.broken && ahead && this.listener) {
        // A file that was missing before may exist now.
        worker.terminate();
        this.begin(library, null);
      } else {
        this.listener?.(data);
      }
    };
    worker.onmessage = receive;
    // Asynchronously, because the caller is not ready for messages yet.
    queueMicrotask(() => {
      for (const data of worker.early.splice(0)) receive({ data });
    });
  }

  /** Terminates the script. */
  end() {
    this.listener = null;
    this.worker?.terminate();
  }
}

async function fetchExample(library, file) {
  const response = await fetch(scriptFile(library, `../scripts/${file}`));
  if (!response.ok) {
    const answer = `${response.status} ${response.statusText}`;
    throw new Error(text('{file} did not load: {answer}', { file, answer }));
  }
  return response;
}

/** The examples, as a flat list: file, title, topic, sentence and question of each; an empty question if it has none. */
export async function gallery(library) {
  const index = await (await fetchExample(library, 'index.json')).json();
  return index.flatMap(({ file, title, topic, about, question = '' }) => [file, title, topic, about, question]);
}

/** The source of an example. */
export async function example(library, file) {
  return (await fetchExample(library, file)).text();
}

/** Calls `receive` with the files that a reader drops on a part of the page, or pastes there. */
export function takeFiles(part, receive) {
  const isOfFiles = (data) => data?.types.includes('Files');
  part.addEventListener('dragover', (event) => {
    if (isOfFiles(event.dataTransfer)) event.preventDefault();
  });
  const take = (event) => {
    const files = (event.dataTransfer ?? event.clipboardData)?.files;
    if (!files?.length) return;
    event.preventDefault();
    event.stopPropagation();
    receive(files);
  };
  // Before the editor, which would insert the texts of the files.
  part.addEventListener('drop', take, true);
  part.addEventListener('paste', take, true);
}

const BASE64URL = { '+': '-', '/': '_', '=': '' };

/** Compresses a text, and encodes it as base64url. */
export async function pack(source) {
  const packed = new Blob([source]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  const bytes = new Uint8Array(await new Response(packed).arrayBuffer());
  const letters = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  return btoa(letters).replace(/[+/=]/g, (letter) => BASE64URL[letter]);
}

/** Reverses `pack`. Fails if the text has more than `most` bytes. */
export async function unpack(code, most) {
  if (!/^[\w-]*$/.test(code)) throw new Error(text('it contains invalid characters'));
  const letters = atob(code.replaceAll('-', '+').replaceAll('_', '/'));
  const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const reader = stream.getReader();
  let [whole, size] = ['', 0];
  for (;;) {
    const { done, value } = await reader.read().catch(() => {
      throw new Error(text('it is damaged or cut off'));
    });
    if (done) return whole + decoder.decode();
    size += value.length;
    if (size > most) throw new Error(text('it is larger than 1 MiB'));
    whole += decoder.decode(value, { stream: true });
  }
}

/** Replaces a text area with a code editor when that has loaded. If it does not load, the text area stays. */
export class Editor {
  constructor(library, area, note, change, run) {
    this.area = area;
    this.note = note;
    this.editor = null;
    this.change = change;
    this.run = run;
    this.library = library;
    this.file = '';
    this.tries = 0;
    /** @type {{ marks: object[], line: number, message: string }} */
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

  /** Loads the editor. After a failure, the next call tries again. */
  async load() {
    if (this.isLoading || this.editor) return;
    this.isLoading = true;
    try {
      // Browsers remember that an import failed, so a retry needs another address.
      const file = this.tries ? `editor.js?try=${this.tries}` : 'editor.js';
      const { open } = await import(/* @vite-ignore */ /* webpackIgnore: true */ scriptFile(this.library, file));
      if (!this.change) return;
      this.note.hidden = true;
      this.editor = open(
        this.area,
        this.file,
        (source) => this.change?.(source),
        () => this.run?.(),
      );
      const { marks, line, message } = this.shown;
      this.editor.mark(marks);
      this.editor.fault(line, message);
    } catch (error) {
      console.info(`The editor did not load, so this is a plain text area: ${error.message ?? error}`);
      this.note.textContent = await missingMessage(this.library);
      this.note.hidden = this.note.textContent === '';
      this.tries += 1;
      this.isLoading = false;
    }
  }

  /** Replaces all files, and shows one. */
  set(file, source) {
    this.editor?.forget();
    this.show(file, source);
  }

  /** Shows a file. */
  show(file, source) {
    this.file = file;
    if (this.editor) this.editor.show(file, source);
    else this.area.value = source;
  }

  /** Marks lines, by numbers from 1, with a class and a text for each. */
  mark(lines, classes, words) {
    const marks = Array.from(lines, (line, n) => ({ line, kind: classes[n], words: words[n] }));
    this.shown.marks = marks;
    this.editor?.mark(marks);
  }

  /** Underlines the line where the script failed; 0 for none. */
  fault(line, message) {
    Object.assign(this.shown, { line, message });
    this.editor?.fault(line, message);
  }

  /** Closes the editor. */
  close() {
    this.change = this.run = null;
    this.editor?.close();
  }
}
