// Keeps the site for when there is no network, where the page's owner wants that and says in the page's head:
//   <script src="offline.js" defer></script>
// It is that script, and the service worker that it asks for.

/** All that is kept, and by what name. `cargo xtask build` fills it in. */
const FILES = [];
const VERSION = '';

if (globalThis.document) {
  ask(document.currentScript.src);
} else {
  serve(`coroscope ${registration.scope} ${VERSION}`);
}

async function ask(script) {
  if (!FILES.length) return console.warn('offline.js has no list of files: `cargo xtask build` makes one that does');
  if (!navigator.serviceWorker) return console.warn('The site works online only: service workers need https.');
  try {
    // The page may demand that an address that becomes a program comes from a policy.
    const policy = globalThis.trustedTypes?.createPolicy('coroscope-offline', { createScriptURL: () => script });
    const { installing } = await navigator.serviceWorker.register(policy ? policy.createScriptURL('') : script);
    installing?.addEventListener('statechange', () => {
      if (installing.state === 'redundant') console.warn('The site works online only: not all of its files came.');
    });
  } catch (error) {
    console.warn(`The site works online only: ${error.message}`);
  }
}

function serve(name) {
  /** What is kept, under the address that was asked for: a query tells a worker or a second copy what it is. */
  async function kept(request) {
    const cache = await caches.open(name);
    const found = await cache.match(request, { ignoreSearch: true });
    return found && new Response(found.body, found);
  }

  addEventListener('install', (event) => {
    const fresh = FILES.map((file) => new Request(file, { cache: 'no-cache' }));
    event.waitUntil(caches.open(name).then((cache) => cache.addAll(fresh)));
  });

  // Only when no page of the version before is open any more.
  addEventListener('activate', (event) => {
    const ours = `coroscope ${registration.scope} `;
    const isOld = (other) => other.startsWith(ours) && other !== name;
    event.waitUntil(caches.keys().then((names) => Promise.all(names.filter(isOld).map((old) => caches.delete(old)))));
  });

  addEventListener('fetch', (event) => {
    const { request } = event;
    if (request.method !== 'GET' || !request.url.startsWith(registration.scope)) return;
    const isLasting = request.url.slice(registration.scope.length).startsWith('v-');
    event.respondWith(isLasting ? keptFirst(request) : freshFirst(request));
  });

  async function keptFirst(request) {
    return (await kept(request)) ?? fetch(request);
  }

  async function freshFirst(request) {
    try {
      return await fetch(request);
    } catch (error) {
      const found = await kept(request);
      if (found) return found;
      throw error;
    }
  }
}
