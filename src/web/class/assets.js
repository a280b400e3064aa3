// The addresses of the program's files, relative to the folder into which wasm-bindgen copies this file. A build that
// bundles the class replaces this module (`xtask/src/build/class_bundle.rs`).

/** Imports the generated JavaScript. */
export const library = () => import('../../../../../coroscope.js');

/** @type {Record<string, string>} The integrity hashes of the files by their addresses, if the build has any. */
export const integrityHashes = {};

/** The sample documents, which wasm-bindgen copies as well (`documents.rs`). Bundlers find the file in each line. The
query stops Vite from inlining it as a `data:` URL, which a page's policy may forbid. */
export const documents = () => ({
  'docs/cancel.txt': new URL('../../../www/docs/cancel.txt?no-inline', import.meta.url),
  'docs/coroutine.txt': new URL('../../../www/docs/coroutine.txt?no-inline', import.meta.url),
  'docs/event-loop.txt': new URL('../../../www/docs/event-loop.txt?no-inline', import.meta.url),
  'docs/future.txt': new URL('../../../www/docs/future.txt?no-inline', import.meta.url),
  'docs/gather.txt': new URL('../../../www/docs/gather.txt?no-inline', import.meta.url),
  'docs/lock.txt': new URL('../../../www/docs/lock.txt?no-inline', import.meta.url),
  'docs/microtask.txt': new URL('../../../www/docs/microtask.txt?no-inline', import.meta.url),
  'docs/queue.txt': new URL('../../../www/docs/queue.txt?no-inline', import.meta.url),
  'docs/semaphore.txt': new URL('../../../www/docs/semaphore.txt?no-inline', import.meta.url),
  'docs/task.txt': new URL('../../../www/docs/task.txt?no-inline', import.meta.url),
  'docs/thread.txt': new URL('../../../www/docs/thread.txt?no-inline', import.meta.url),
  'docs/timeout.txt': new URL('../../../www/docs/timeout.txt?no-inline', import.meta.url),
});

/** The texts in other languages than English: the addresses of their files, which wasm-bindgen copies as well
(`language.rs`), or what is in them.
@type {() => Record<string, any>} */
export const languages = () => ({
  // codegen: languages
  de: new URL('../../../www/texts/de.json?no-inline', import.meta.url),
  // codegen: end
});
