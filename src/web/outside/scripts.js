// Browser services for scripts: their editor, the examples, files of a page, and scripts packed into addresses.

import { text } from '../class/text.js';
import { dismiss, make, missingMessage, noteSandboxed, scriptFile, whyRefused } from './workers.js';

// Not imported by the module itself: it would be one more file that is requested at the same time (`tidy.rs`).
export * from './workers.js';

/** The address of the site, with a trailing slash; undefined outside of a site. */
export function siteOf(library) {
  const found = /^(.*\/)v-[0-9a-f]+\/[^/]*$/.exec(library);
  return found ? found[1] : undefined;
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

/** The number of workers that search at the same time: the page needs a processor, too, while they have long work. */
export function searchWorkers() {
  return Math.max(1, Math.min(4, navigator.hardwareConcurrency || 1));
}

/** A worker that makes runs of a script in other orders. `listener` gets `{ tried }` with the result of each run, in order,
 * or `{ broken }`. */
export class OrderWorker {
  constructor(library, program, order, listener) {
    this.listener = listener;
    this.worker = null;
    this.isReady = false;
    /** @type {unknown[]} What is sent when the engine is ready. */
    this.early = [{ program, strategies: [], ...order }];
    this.order = order;
    this.start(library);
  }

  start(library) {
    /** @type {ReturnType<typeof make>} */
    let worker;
    try {
      worker = make(library);
    } catch (error) {
      whyRefused(library, error).then((broken) => this.listener?.({ broken }));
      return;
    }
    this.worker = worker;
    const receive = ({ data }) => {
      if (data.ready) {
        this.isReady = true;
        for (const orders of this.early.splice(0)) worker.postMessage({ orders });
      } else if (data.sandboxed) {
        noteSandboxed();
        dismiss(worker);
        this.start(library);
      } else {
        this.listener?.(data);
      }
    };
    worker.onmessage = receive;
    queueMicrotask(() => {
      for (const data of worker.early.splice(0)) receive({ data });
    });
  }

  /** Makes a run with each of these strategies. */
  run(strategies) {
    const orders = { strategies, ...this.order };
    if (this.isReady) this.worker?.postMessage({ orders });
    else this.early.push(orders);
  }

  end() {
    this.listener = null;
    if (this.worker) dismiss(this.worker);
  }
}
