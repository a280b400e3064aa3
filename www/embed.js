// One element that is told all by the page's address, for frames: embed.html#gather?tasks=5&view=timeline
//
// A frame may be sandboxed, with an origin of its own. Then this file loads all the same, since it is no module,
// and can tell why the modules do not.

const element = document.querySelector('coro-scope');
const notice = document.querySelector('.notice');
const link = document.querySelector('.more a');
/** What the playground's address does not say. */
const FRAMES_ONLY = ['lesson', 'src', 'autoplay', 'loading', 'theme', 'view'];

function say(problem) {
  notice.textContent = problem;
  notice.hidden = problem === '';
}

/** Makes the element's attributes say what the address says. */
function follow() {
  const told = new URLSearchParams(`lesson=${location.hash.slice(1).replace('?', '&')}`);
  // A script that came with an address runs when the reader says so, whoever made the address.
  if (told.get('lesson') === 'script') told.delete('autoplay');
  const known = element.constructor.observedAttributes;
  for (const name of known.filter((it) => it !== 'lesson')) {
    if (told.has(name)) element.setAttribute(name, told.get(name));
    else element.removeAttribute(name);
  }
  element.setAttribute('lesson', told.get('lesson'));
  const unknown = [...told.keys()].find((name) => !known.includes(name));
  say(unknown === undefined ? '' : `The address says “${unknown.slice(0, 40)}”, which is no setting of an example.`);
  const settings = [...told].filter(([name]) => known.includes(name) && !FRAMES_ONLY.includes(name));
  const words = settings.map((pair) => pair.map(encodeURIComponent).join('='));
  link.href = `index.html#${encodeURIComponent(told.get('lesson'))}${words.length ? `?${words.join('&')}` : ''}`;
  // The playground can't show what another site has recorded.
  link.parentElement.hidden = told.has('src');
}

/** What would make the modules load. */
function advice() {
  if (location.protocol === 'file:') return 'A page opened from a file may not load it. Put the site on a web server.';
  if (self.origin === 'null') {
    return 'For a sandboxed frame the server has to send Access-Control-Allow-Origin: * with the files (CORS).';
  }
  return 'A file of the site may be missing (404), or have a wrong type: JavaScript needs text/javascript.';
}

async function begin() {
  try {
    // It defines the element, which fetches the rest when it is to be seen.
    await import(new URL('coro-scope.js', document.baseURI));
  } catch (error) {
    say(`This example did not load: ${error?.message ?? error}. ${advice()}`);
    return;
  }
  follow();
  addEventListener('hashchange', follow);
  element.addEventListener('settings', (event) => { link.href = `index.html${event.detail.link}`; });
}

// A sandbox may forbid new windows. The playground then takes the frame.
link.addEventListener('click', (event) => {
  if (self.origin !== 'null') return;
  event.preventDefault();
  let opened = null;
  try {
    opened = open(link.href);
  } catch {
    // Firefox throws where others give nothing.
  }
  if (!opened) location.assign(link.href);
});

/** Tells the page around how high this one is: a frame does not grow by itself. Anybody may know it. */
function tellHeight() {
  const { height } = document.documentElement.getBoundingClientRect();
  parent.postMessage({ coroscope: 'height', height: Math.ceil(height) }, '*');
}

if (parent !== window) {
  new ResizeObserver(tellHeight).observe(document.documentElement);
  addEventListener('message', ({ data, source }) => {
    if (source === parent && data?.coroscope === 'height?') tellHeight();
  });
}

begin();
