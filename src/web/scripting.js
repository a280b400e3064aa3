// A script of the reader's, from the page's side: the worker that it runs in, the editor that it is written in, and
// how it goes into an address.

import { trusted } from './outside.js';

/** Where the engine and the editor are: beside the generated JavaScript, or beside the folder that is called after
 * its content. */
function beside(library, file) {
  const here = /\/v-[0-9a-f]+\/[^/]*$/.test(new URL(library).pathname) ? '../script/' : './script/';
  return new URL(here + file, library).href;
}

/** A worker whose engine loads, for the next script. */
let spare = null;

function make(library) {
  const worker = new Worker(trusted(beside(library, 'worker.js')), { type: 'module', name: 'coroscope: a script' });
  // What it tells before there is a script to run.
  worker.early = [];
  worker.onmessage = ({ data }) => worker.early.push(data);
  worker.onerror = (event) => {
    event.preventDefault();
    const why = event.message ?? '';
    const broken = why || 'the engine for scripts is not there: the page’s content security policy may forbid workers, or the site was built without it (cargo xtask build has it)';
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
    let worker;
    try {
      worker = spare ?? make(library);
    } catch (error) {
      queueMicrotask(() => this.tell?.({ broken: `${error.message ?? error}` }));
      return;
    }
    spare = null;
    this.worker = worker;
    const hear = ({ data }) => {
      if (data.ready) {
        worker.postMessage({ run: { source, clock, base } });
        this.tell?.({ begun: true });
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

/** An editor in the place of a text area, once it has loaded; until then, and where it does not load, the text area
 * is what there is. */
export class Editor {
  constructor(library, area, change, run) {
    this.area = area;
    this.editor = null;
    this.change = change;
    this.run = run;
    this.library = library;
    this.shown = { marks: [], line: 0, message: '' };
    area.addEventListener('input', () => this.change?.(area.value));
    area.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        this.run?.();
      }
    });
  }

  /** Fetches the editor. */
  async load() {
    if (this.asked) return;
    this.asked = true;
    try {
      const { open } = await import(/* @vite-ignore */ /* webpackIgnore: true */ beside(this.library, 'editor.js'));
      if (!this.change) return;
      this.editor = open(this.area, (text) => this.change?.(text), () => this.run?.());
      const { marks, line, message } = this.shown;
      this.editor.mark(marks);
      this.editor.fault(line, message);
    } catch (error) {
      // The text area stays.
      console.info(`The editor did not load, so this is a plain text area: ${error.message ?? error}`);
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
