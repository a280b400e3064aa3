// Runs before the page's own scripts: reads the elements of a recipe, also those in shadow roots, and layout shifts.
const elements = () => {
  const found = [];
  const look = (root) => {
    for (const it of root.querySelectorAll('*')) {
      if (it.localName === 'coro-scope') found.push(it);
      else if (it.shadowRoot) look(it.shadowRoot);
    }
  };
  look(document);
  return found;
};

const inside = (n, css) => elements()[n]?.shadowRoot?.querySelector(css);

/** How the last run of an element has ended. */
const runStatus = (n) => inside(n, '[data-status]')?.dataset.status;

const printed = (n) =>
  [...(elements()[n]?.shadowRoot?.querySelectorAll('.printed .line') ?? [])].map((line) => line.textContent);

/** The sum of layout shifts, and what moved from where to where; nodes in shadow roots have no name. */
const shifts = { sum: 0, moved: [] };
/** When the elements were defined. A shift before that is the page's own: Starlight's sidebar moves on a slow machine. */
let defined = Infinity;
customElements.whenDefined('coro-scope').then(() => {
  defined = performance.now();
});
/** Whether a node only moved to the side. An element that grows moves what is below it; Starlight moves its columns. */
const isSideways = ({ previousRect: from, currentRect: to }) => from.y === to.y && from.height === to.height;
function add(entries) {
  for (const { value, sources, startTime } of entries) {
    if (startTime < defined || sources.every(isSideways)) continue;
    shifts.sum += value;
    const moves = sources.map(({ node, previousRect: from, currentRect: to }) => {
      const name = node?.localName ?? node?.nodeName ?? 'inside';
      return `${name} ${from.y}+${from.height} to ${to.y}+${to.height}`;
    });
    if (value > 0.001) shifts.moved.push(`${value.toFixed(3)} ${moves.join(', ')}`);
  }
}
const observer = new PerformanceObserver((list) => add(list.getEntries()));
observer.observe({ type: 'layout-shift', buffered: true });

/** Layout shifts so far, after what was drawn last. */
async function shiftsSoFar() {
  await new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)));
  add(observer.takeRecords());
  return [shifts.sum, shifts.moved];
}

Object.assign(window, { elements, inside, runStatus, printed, shiftsSoFar });
