// Runs before the page's own scripts: helpers that read what the element shows.
'use strict';

/** The shadow root of the page's n-th element. */
const scope = (n = 0) => document.querySelectorAll('coro-scope')[n]?.shadowRoot;

const runStatus = (n) => scope(n)?.querySelector('[data-status]')?.dataset.status;

const all = (css, n) => [...(scope(n)?.querySelectorAll(css) ?? [])];

const texts = (css, n) => all(css, n).map((element) => element.textContent);

const text = (css, n) => texts(css, n)[0] ?? '';

/** What is on a canvas. Reading the canvas itself repeatedly would be a warning on the console. */
function pixels(canvas) {
  const { width, height } = canvas;
  const copy = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  copy.drawImage(canvas, 0, 0);
  return copy.getImageData(0, 0, width, height);
}

/** The left edge of a lane's first bar and the right edge of its last, in the lane's pixels. */
function reach(lane) {
  const paths = [...lane.querySelectorAll('.running, .tick, .waiting, .ready, .queued')];
  const boxes = paths.filter((path) => path.getAttribute('d')).map((path) => path.getBBox());
  return {
    from: Math.min(...boxes.map((box) => box.x)),
    to: Math.max(...boxes.map((box) => box.x + box.width)),
  };
}

const lanes = (n) =>
  all('.rows .window svg g[data-state]', n).map((lane) => ({
    name: lane.querySelector('text').textContent,
    state: lane.dataset.state,
    cap: lane.querySelector('.cap').getAttribute('class'),
    ...reach(lane),
  }));

const printed = (n) => texts('.printed .line', n);

/** How many runs of all elements have started and ended since the page was opened. */
const runs = { begun: 0, ended: 0 };
document.addEventListener('run-start', () => {
  runs.begun += 1;
});
document.addEventListener('run-end', () => {
  runs.ended += 1;
});

/** Gaps between frames in milliseconds and when they ended; the highest number of elements. */
const paints = { gaps: [], count: 0, elements: 0 };
function watchFrames() {
  let before = null;
  document.addEventListener('run-start', () => {
    paints.began = performance.now();
  });
  requestAnimationFrame(function frame(now) {
    if (before !== null && paints.began !== undefined) paints.gaps.push([now - before, now - paints.began]);
    before = now;
    paints.count += 1;
    paints.elements = Math.max(paints.elements, document.querySelectorAll('*').length + all('*').length);
    requestAnimationFrame(frame);
  });
}

// Firefox's driver can access properties of the window, but not declarations of a script.
Object.assign(window, { scope, runStatus, all, texts, text, lanes, printed, pixels, runs, paints, watchFrames });
