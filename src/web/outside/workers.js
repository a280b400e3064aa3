// Web Workers: started from whichever server their script is on; the engine for scripts, which all workers of a page
// share; and the workers that run scripts, one after the other unless the reader asks.

import { text } from '../class/text.js';

/** @type {ReturnType<NonNullable<Window['trustedTypes']>['createPolicy']> | undefined} The Trusted Types policy. A page may
allow to create it only once. */
let policy;

/** Passes the address of a script through the policy, which the page may require. */
function trusted(script) {
  policy ??= globalThis.trustedTypes?.createPolicy('coroscope', { createScriptURL: (script) => script });
  return policy ? policy.createScriptURL(script) : script;
}

/** Whether a browser refuses to run the script at this address as a worker: it is not of the page's origin. A sandboxed
page has an origin that no address has. */
const isElsewhere = (address) => new URL(address).origin !== globalThis.origin;

/** @type {Map<string, string>} The addresses of scripts of the page's own, by the address that each imports. */
const importing = new Map();

/**
 * A script that imports another one, and then passes on the messages that came before. Only such a classic script works
 * everywhere (Chromium 156): in a sandboxed page, a `blob:` address is no module, and for a static import, the page's policy
 * would have to name its server in `worker-src` as well.
 */
const importer = (address) => `
  const early = [];
  const keep = ({ data }) => early.push(data);
  addEventListener('message', keep);
  import(${JSON.stringify(address)}).then(
    () => {
      removeEventListener('message', keep);
      for (const data of early) dispatchEvent(new MessageEvent('message', { data }));
    },
    (error) => postMessage({ broken: String(error) }),
  );`;

/** Starts a worker. A script of another origin is imported by one of the page's own, which has a `blob:` address. */
export function startWorker(address, name, isImported = isElsewhere(address)) {
  if (!isImported) return new Worker(trusted(address), { type: 'module', name });
  if (!importing.has(address)) importing.set(address, blobOf(importer(address)));
  return new Worker(trusted(importing.get(address)), { name });
}

function blobOf(script) {
  return URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
}

/** The address of a file of the engine or the editor. Their folder is next to the generated JavaScript, or next to the
 * versioned folder that contains it. */
export function scriptFile(library, file) {
  const here = /\/v-[0-9a-f]+\/[^/]*$/.test(new URL(library).pathname) ? '../script/' : './script/';
  return new URL(here + file, library).href;
}

/** A message if the engine and the editor are missing; empty if they exist, or if that can't be found out. */
export async function missingMessage(library) {
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

/** @type {Promise<string> | null} */
let blobProblem = null;

/** Why this page runs no scripts, as far as that is known before a run; empty if nothing is known. */
export async function workerProblem(library) {
  const address = scriptFile(library, 'worker.js');
  if (!isElsewhere(address)) return '';
  blobProblem ??= problemWithBlobs(new URL(address).origin);
  return blobProblem;
}

/** Starts a worker that does nothing, because a page can't read its own policy. */
async function problemWithBlobs(origin) {
  let isForbidden = false;
  const note = ({ blockedURI, disposition }) => {
    isForbidden ||= disposition === 'enforce' && blockedURI.startsWith('blob');
  };
  document.addEventListener('securitypolicyviolation', note);
  const address = blobOf('postMessage(0)');
  const starts = await new Promise((done) => {
    try {
      const worker = new Worker(trusted(address), { name: 'coroscope: a test' });
      worker.onmessage = () => {
        worker.terminate();
        done(true);
      };
      worker.onerror = (event) => {
        event.preventDefault();
        done(false);
      };
    } catch {
      done(false);
    }
  });
  // Firefox reports a violation in a task after the failure.
  await new Promise((next) => {
    setTimeout(next);
  });
  URL.revokeObjectURL(address);
  document.removeEventListener('securitypolicyviolation', note);
  if (starts) return '';
  return isForbidden
    ? text(
        'Scripts can’t run in this page: coro-scope.js is from {origin}, so their workers begin with a blob: address, and the page’s Content-Security-Policy forbids that: worker-src needs blob:.',
        { origin },
      )
    : text('Scripts can’t run in this page: this browser starts no Web Worker for it.');
}

/** Why the browser threw this error instead of starting a worker. WebKit does where the page's policy forbids it. */
export async function whyRefused(library, error) {
  return (await workerProblem(library)) || `${error.message ?? error}`;
}

/** @type {WebAssembly.Module | null} The engine: fetched and compiled once for all workers of the page. */
let engine = null;
/** @type {AbortController | null} The request for it. */
let request = null;
/** @type {Set<EngineWorker>} The workers that wait for it. */
const waiting = new Set();
/** Whether the server has workers sandboxed, as Jupyter has its files: such a worker can't fetch anything, and says so. */
let isSandboxed = false;
/** @typedef {Worker & { early: unknown[] }} EngineWorker A worker, and its messages before there is a script to run. */
/** @type {EngineWorker | null} For the next script. */
let spare = null;

/** A worker whose engine is being loaded.
 * @returns {EngineWorker} */
export function make(library) {
  const address = scriptFile(library, 'worker.js');
  const bare = startWorker(address, 'coroscope: a script', isSandboxed || undefined);
  const worker = Object.assign(bare, { early: /** @type {unknown[]} */ ([]) });
  worker.onmessage = ({ data }) => worker.early.push(data);
  worker.onerror = async (event) => {
    event.preventDefault();
    dismiss(worker);
    const broken =
      event.message ||
      (await missingMessage(library)) ||
      (await workerProblem(library)) ||
      text('the browser runs no worker for scripts: the page’s content security policy may forbid it (worker-src)');
    report(worker, { broken });
  };
  if (engine) worker.postMessage({ load: { compiled: engine } });
  else waiting.add(worker);
  if (!engine) request ??= fetchEngine(library);
  return worker;
}

/** A worker of this page was sandboxed. Imported by a script of the page, the next ones are not. */
export function noteSandboxed() {
  isSandboxed = true;
}

/** Has the owner of a worker get this message. An event would not arrive if the worker is terminated (WebKitGTK 2.50). */
function report(worker, data) {
  worker.onmessage?.(new MessageEvent('message', { data }));
}

/** Terminates a worker. Nothing is fetched that no worker waits for. */
export function dismiss(worker) {
  worker.terminate();
  if (!waiting.delete(worker) || waiting.size > 0) return;
  request?.abort();
  request = null;
}

/** Fetches and compiles the engine for the workers that wait for it. */
function fetchEngine(library) {
  const controller = new AbortController();
  const { signal } = controller;
  const response = fetchReporting(scriptFile(library, 'coroscope_engine_bg.wasm'), signal);
  WebAssembly.compileStreaming(response).then(
    (compiled) => {
      if (signal.aborted) return;
      engine = compiled;
      for (const worker of waiting) worker.postMessage({ load: { compiled } });
      waiting.clear();
    },
    async (error) => {
      if (signal.aborted) return;
      const why = `${error.message ?? error}`;
      const broken = (await missingMessage(library)) || text('the engine for scripts did not load: {why}', { why });
      if (signal.aborted) return;
      request = null;
      const all = [...waiting];
      waiting.clear();
      for (const worker of all) report(worker, { broken });
    },
  );
  return controller;
}

/** Fetches a module, and reports the bytes that have arrived to the workers that wait for it. */
async function fetchReporting(address, signal) {
  const response = await fetch(address, { signal });
  if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
  let [loading, reported] = [0, 0];
  const counting = new TransformStream({
    transform(chunk, controller) {
      loading += chunk.length;
      if (loading - reported > 250_000) {
        reported = loading;
        for (const worker of waiting) report(worker, { loading });
      }
      controller.enqueue(chunk);
    },
  });
  return new Response(response.body?.pipeThrough(counting), { headers: { 'content-type': 'application/wasm' } });
}

/** Loads the engine in advance. */
export function preloadEngine(library) {
  try {
    spare ??= make(library);
  } catch {
    // Running a script will report the reason.
  }
}

/** @type {Set<ScriptWorker>} The scripts of this page that run. */
const running = new Set();
/** @type {Set<ScriptWorker>} Those that wait until none runs, in their order. */
const queue = new Set();

/** Starts the next script if none runs. */
function startNext() {
  const [next] = running.size > 0 ? [] : queue;
  next?.start();
}

export class ScriptWorker {
  /** Runs a script: at once if the reader asked for it, or else when no other script of the page runs. `listener` gets
   * `{ loading }` when it starts, the worker's messages, and `{ broken }` if there is no worker. */
  constructor(library, source, modules, clock, base, input, order, isAsked, listener) {
    this.library = library;
    this.worker = null;
    this.listener = listener;
    this.task = { run: { source, modules, clock, base, input, order } };
    queue.add(this);
    if (isAsked || running.size === 0) this.start();
  }

  /** Whether it waits for another script of the page. */
  get isQueued() {
    return queue.has(this);
  }

  /** Starts in the spare worker, or in a new one. */
  start() {
    queue.delete(this);
    running.add(this);
    const ahead = spare;
    spare = null;
    // Asynchronously, because the caller is not ready for messages yet.
    queueMicrotask(() => this.listener?.({ loading: 0 }));
    this.begin(ahead);
  }

  begin(ahead) {
    let worker;
    try {
      worker = ahead ?? make(this.library);
    } catch (error) {
      whyRefused(this.library, error).then((broken) => this.listener?.({ broken }));
      return;
    }
    this.worker = worker;
    const receive = ({ data }) => {
      if (data.ready) {
        ahead = null;
        worker.postMessage(this.task);
        this.listener?.({ begun: true });
      } else if (data.sandboxed || (data.broken && ahead && this.listener)) {
        // Imported by a script of the page it is not sandboxed; and a file that was missing before may exist now.
        isSandboxed ||= data.sandboxed === true;
        this.begin(null);
        dismiss(worker);
      } else {
        this.listener?.(data);
      }
    };
    worker.onmessage = receive;
    queueMicrotask(() => {
      for (const data of worker.early.splice(0)) receive({ data });
    });
  }

  /** Terminates the script, and starts the next one. */
  end() {
    this.listener = null;
    if (this.worker) dismiss(this.worker);
    queue.delete(this);
    running.delete(this);
    queueMicrotask(startNext);
  }
}
