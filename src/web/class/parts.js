// The later parts of the WebAssembly module, if the build divided it (`tools/split`): what is not needed until the first
// bar is in files of its own, fetched after it. A function whose part is not there has it loaded by `loadPart`.

import { laterParts } from './assets.js';
import { text } from './text.js';

/** @typedef {(part: WebAssembly.Module) => void} Link Instantiates a part for one instance of the module. */

/** @type {{ exports: WebAssembly.Exports, link: Link, linked: Set<number> }[]} The instances of the module. */
const instances = [];
/** @type {Map<number, WebAssembly.Module>} The parts that have arrived, by their numbers, which begin at 1. */
const compiled = new Map();
/** @type {Map<number, Promise<void>>} The parts that have been requested. */
const requested = new Map();

/** Takes a new instance of the module, whose generated JavaScript calls this, and links the parts that are there. */
export function addInstance(exports, imports) {
  const link = (part) => new WebAssembly.Instance(part, { ...imports, first: exports });
  instances.push({ exports, link, linked: new Set() });
  for (const number of compiled.keys()) linkEverywhere(number);
}

function linkEverywhere(number) {
  const part = /** @type {WebAssembly.Module} */ (compiled.get(number));
  for (const { link, linked } of instances) {
    if (linked.has(number)) continue;
    link(part);
    linked.add(number);
  }
}

/** Takes compiled parts, in a worker. */
export function takeParts(parts) {
  for (const [number, part] of parts) compiled.set(number, part);
}

/** The parts that have arrived, for a worker. */
export const arrivedParts = () => [...compiled];

/** Whether the parts with these numbers are there. A module that was not divided, such as a page's own program, has none. */
export const haveArrived = (numbers) => instances.length === 0 || [...numbers].every((number) => compiled.has(number));

/** Fetches parts. Resolves when their functions can be called.
 * @param {Iterable<number>} numbers */
export async function fetchParts(numbers) {
  await Promise.all([...numbers].filter((number) => number <= laterParts.length).map(fetchPart));
}

function fetchPart(number) {
  let request = requested.get(number);
  if (!request) {
    request = arrival(number, laterParts[number - 1]);
    requested.set(number, request);
    // The next call tries again.
    request.catch(() => requested.delete(number));
  }
  return request;
}

async function arrival(number, { url, integrity }) {
  const answer = await fetch(url, integrity ? { integrity } : {});
  const part = await WebAssembly.compileStreaming(answer);
  // `loadPart` may have been faster.
  if (compiled.has(number)) return;
  compiled.set(number, part);
  linkEverywhere(number);
}

/** Fetches what elements don't wait for. If it does not arrive, `loadPart` tries again and reports it. */
export function fetchRest() {
  if (instances.length > 0) fetchParts(laterParts.keys().map((n) => n + 1)).catch(() => {});
}

/** Called by the module when it needs a part that is not there. Blocks until the part has loaded. */
export function loadPart(number) {
  if (!compiled.has(number)) {
    performance.mark(`coroscope: waits for part ${number}`);
    compiled.set(number, new WebAssembly.Module(bytesOf(laterParts[number - 1])));
  }
  linkEverywhere(number);
}

/** Reads a file while the page waits. */
function bytesOf({ url }) {
  const request = new XMLHttpRequest();
  request.open('GET', url, false);
  // Only workers may ask for an ArrayBuffer here.
  request.overrideMimeType('text/plain; charset=x-user-defined');
  request.send();
  if (request.status !== 200) throw new Error(text('{href} did not load', { href: url }));
  return Uint8Array.from(request.responseText, (character) => character.charCodeAt(0) & 0xff);
}
