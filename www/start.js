// Loads the element, which loads the module and reports its errors. This is a classic script, because a page opened from
// a file can't load modules and must say so.

const loading = /** @type {HTMLElement} */ (document.getElementById('loading'));
const languages = /** @type {HTMLSelectElement} */ (document.getElementById('language'));
/** The key in the local storage for the language that the reader chose. */
const LANGUAGE = 'coroscope-page-language';
const RIGHT_TO_LEFT = ['ar', 'fa', 'he', 'ur'];

// The messages of a failed load are in English: the texts in other languages are loaded by the element.
function fail(error) {
  const advice =
    location.protocol === 'file:'
      ? 'A page opened from a file may not load it. Start a server: cargo xtask serve'
      : 'A file of the site may be missing (404) or have a wrong type: JavaScript needs text/javascript.';
  loading.classList.add('failed');
  loading.textContent = `The event loop did not load: ${error?.message ?? error}. ${advice}`;
}

/** The language that the reader chose before; null if there is none, or no storage. */
function storedLanguage() {
  try {
    return localStorage.getItem(LANGUAGE);
  } catch {
    return null;
  }
}

/** The page's language: that of the address (`?lang=de`), of the reader's choice, or of the browser. */
function chooseLanguage() {
  const asked = new URLSearchParams(location.search).get('lang');
  const codes = [asked, storedLanguage(), ...navigator.languages].map((tag) => tag?.toLowerCase().split('-')[0]);
  const options = Array.from(languages.options, ({ value }) => value);
  return codes.find((code) => code && options.includes(code)) ?? 'en';
}

/** Stores the reader's choice, and loads the page again at the same address. */
function changeLanguage() {
  const here = new URL(location.href);
  here.searchParams.delete('lang');
  try {
    localStorage.setItem(LANGUAGE, languages.value);
  } catch {
    // Without storage, the choice is in the address.
    here.searchParams.set('lang', languages.value);
  }
  if (here.href === location.href) location.reload();
  else location.replace(here.href);
}

const language = chooseLanguage();
document.documentElement.lang = language;
document.documentElement.dir = RIGHT_TO_LEFT.includes(language) ? 'rtl' : 'ltr';
languages.value = language;
languages.hidden = languages.options.length < 2;
languages.addEventListener('change', changeLanguage);

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
import(new URL('coro-scope.js', document.baseURI).href).then(({ CoroScope }) => CoroScope.translatePage()).catch(fail);
