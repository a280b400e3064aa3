// Loads the element, which loads the module and reports its errors. This is a classic script, because a page opened from
// a file can't load modules and must say so.

const loading = /** @type {HTMLElement} */ (document.getElementById('loading'));

function fail(error) {
  const advice =
    location.protocol === 'file:'
      ? 'A page opened from a file may not load it. Start a server: cargo xtask serve'
      : 'A file of the site may be missing (404) or have a wrong type: JavaScript needs text/javascript.';
  loading.classList.add('failed');
  loading.textContent = `The event loop did not load: ${error?.message ?? error}. ${advice}`;
}

// The fragment of the address names a lesson, so a link within the page must not change it.
document.querySelector('.skip')?.addEventListener('click', (event) => {
  event.preventDefault();
  document.getElementById('lesson')?.focus();
});

loading.hidden = false;
document.querySelector('coro-scope')?.addEventListener('error', () => {
  loading.hidden = true;
});
// In a sandboxed frame, a script can't resolve addresses relative to itself.
import(new URL('coro-scope.js', document.baseURI).href).catch(fail);
