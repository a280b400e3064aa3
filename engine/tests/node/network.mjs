// The simulated network of a run: the site's sample documents, and some special URLs.

import { readFileSync } from 'node:fs';

/** How long a request takes until its response begins, and how long its body takes, in milliseconds. */
const HEAD = 20;
const BODY = 5;
const SLOW = 60_000;
const DOCUMENTS = new URL('../../../www/docs/', import.meta.url);

/**
 * Besides the documents there are `echo`, which responds with the request; `slow`, which takes a minute; and `refused`,
 * which refuses connections.
 */
export class Network {
  /** The names of requests that were aborted before their response began. */
  aborted = [];
  #clock;

  constructor(clock) {
    this.#clock = clock;
  }

  fetch(address, { method, headers, body, signal }) {
    const { pathname, searchParams } = new URL(address);
    const name = pathname.slice(1);
    return new Promise((resolve, reject) => {
      let hasResponse = false;
      signal.addEventListener('abort', () => {
        if (!hasResponse) this.aborted.push(name);
        reject(signal.reason);
      });
      this.#clock.after(name === 'slow' ? SLOW : HEAD, () => {
        hasResponse = true;
        if (name === 'refused') return reject(new TypeError('connection refused'));
        const echo = { method, url: address, headers: Object.fromEntries(headers), body: text(body) };
        resolve(this.#response(address, ...answer(name, echo, searchParams)));
      });
    });
  }

  #response(url, status, type, text) {
    const body = new TextEncoder().encode(text);
    return {
      status,
      statusText: '',
      url,
      headers: new Headers({ 'content-type': type, 'content-length': String(body.length) }),
      arrayBuffer: () => new Promise((resolve) => this.#clock.after(BODY, () => resolve(body.buffer))),
    };
  }
}

function answer(name, echo) {
  if (name === 'echo') return [200, 'application/json', JSON.stringify(echo)];
  if (name === 'slow') return [200, 'text/plain', 'at last'];
  try {
    return [200, 'text/plain; charset=utf-8', readFileSync(new URL(documentIn(name), DOCUMENTS), 'utf8')];
  } catch {
    return [404, 'text/plain; charset=utf-8', 'not here\n'];
  }
}

/** The name of a document in the folder `docs/`. */
function documentIn(name) {
  if (!name.startsWith('docs/')) throw new Error('not a document');
  return name.slice('docs/'.length);
}

function text(body) {
  return body ? new TextDecoder().decode(body).replaceAll('"', "'") : '';
}
