// Loads the WebAssembly module. All else is in Rust.

const loading = document.getElementById('loading');

/** What would make the module load, in the reader's words. */
function advice(error) {
  if (location.protocol === 'file:') {
    return 'A page opened from a file may not load it. Start a server: cargo xtask serve';
  }
  if (typeof WebAssembly === 'undefined') {
    return 'WebAssembly is switched off in this browser. Allow it for this site, then load the page again.';
  }
  if (error instanceof WebAssembly.CompileError && /unsafe-eval|content security/i.test(error.message)) {
    return 'The site’s Content-Security-Policy forbids WebAssembly: script-src needs \'wasm-unsafe-eval\'.';
  }
  if (!navigator.onLine) {
    return 'This device is offline. Load the page again when it is not.';
  }
  return 'Load the page again. If that does not help, a file of the site may be missing.';
}

async function load() {
  const { default: init } = await import('./coroscope.js');
  await init();
}

function fail(error) {
  const place = loading?.isConnected ? loading : document.getElementById('notice');
  place.hidden = false;
  place.classList.add('failed');
  place.textContent = `The event loop did not load: ${error?.message ?? error}. ${advice(error)}`;
}

if (loading) loading.hidden = false;
load().catch(fail);
