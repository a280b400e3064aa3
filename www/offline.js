// Makes the site work offline, if its owner adds this to the page's head:
//   <script src="offline.js" defer></script>
// The same file is that script, and the service worker that it registers.

/** The files to cache, and the version of the cache. `cargo xtask build` fills them in. */
const FILES = [];
const VERSION = '';

if (globalThis.document) {
  register(/** @type {HTMLScriptElement} */ (document.currentScript).src);
} else {
  serve(`coroscope ${registration.scope} ${VERSION}`);
}

async function register(script) {
  if (!FILES.length) return console.warn('offline.js has no list of files: `cargo xtask build` makes one that does');
  if (!navigator.serviceWorker) return console.warn('The site works online only: service workers need https.');
  try {
    // The page may require Trusted Types.
    const policy = globalThis.trustedTypes?.createPolicy('coroscope-offline', { createScriptURL: () => script });
    const { installing } = await navigator.serviceWorker.register(policy ? policy.createScriptURL('') : script);
    installing?.addEventListener('statechange', () => {
      if (installing.state === 'redundant') console.warn('The site works online only: some of its files did not load.');
    });
  } catch (error) {
    console.warn(`The site works online only: ${error.message}`);
  }
}

function serve(name) {
  /** The cached response to a request. The query is ignored: it only configures a worker or a second copy. */
  async function cached(request) {
    const cache = await caches.open(name);
    const found = await cache.match(request, { ignoreSearch: true });
    return found && new Response(found.body, found);
  }

  addEventListener('install', (/** @type {any} */ event) => {
    const fresh = FILES.map((file) => new Request(file, { cache: 'no-cache' }));
    event.waitUntil(caches.open(name).then((cache) => cache.addAll(fresh)));
  });

  // Activated only when no page of the previous version is open.
  addEventListener('activate', (/** @type {any} */ event) => {
    const ours = `coroscope ${registration.scope} `;
    const isOld = (other) => other.startsWith(ours) && other !== name;
    event.waitUntil(caches.keys().then((names) => Promise.all(names.filter(isOld).map((old) => caches.delete(old)))));
  });

  addEventListener('fetch', (/** @type {any} */ event) => {
    const { request } = event;
    if (request.method !== 'GET' || !request.url.startsWith(registration.scope)) return;
    const isVersioned = request.url.slice(registration.scope.length).startsWith('v-');
    event.respondWith(isVersioned ? cacheFirst(request) : networkFirst(request));
  });

  async function cacheFirst(request) {
    return (await cached(request)) ?? fetch(request);
  }

  async function networkFirst(request) {
    try {
      return await fetch(request);
    } catch (error) {
      const found = await cached(request);
      if (found) return found;
      throw error;
    }
  }
}
