// window.ready, window.prepare(n), window.run("load") → { ms }, and window.run("panzoom") →
// { median, p95, max, script, elements }, in milliseconds; both take { peer }.
//
// load: from data in memory (Coroscope: a recording; others: arrays of numbers) to painted pixels.
// panzoom: 100 steps, one per animation frame: 40 zoom in by 0.9 around 40 % of the width, 30 pan by a tenth,
// 30 zoom out. The time of a frame ends with the next frame. For frames shorter than the display's, start
// Chromium with --disable-frame-rate-limit and --disable-gpu-vsync, as `cargo xtask bench timeline` does.

import init from './coroscope_bench.js';
import { WHOLE, make } from './data.js';
import { contenders } from './contenders.js';

let module = null;
let data = null;
let current = null;
/** Milliseconds spent in callbacks of animation frames, including those of libraries. */
let script = 0;

const request = window.requestAnimationFrame.bind(window);
window.requestAnimationFrame = (callback) =>
  request((now) => {
    const began = performance.now();
    callback(now);
    script += performance.now() - began;
  });

const frame = () => new Promise(request);

window.ready = init().then((exports) => (module = exports));

function clearStage() {
  current?.contender.free();
  current = null;
  const stage = document.querySelector('#stage');
  const fresh = stage.cloneNode(false);
  stage.replaceWith(fresh);
  return fresh;
}

/** Makes the data: `n` spans on 100 lanes, or another number of lanes. */
window.prepare = async (n, { lanes = 100 } = {}) => {
  await window.ready;
  clearStage();
  data = make(n, lanes);
};

async function load(peer) {
  const stage = clearStage();
  const contender = new contenders[peer](data);
  await frame();
  await frame();
  const began = performance.now();
  contender.load(stage);
  const loaded = performance.now() - began;
  // The drawing has been painted when the frame after the next begins.
  await frame();
  await frame();
  const ms = performance.now() - began;
  current = { peer, contender, stage };
  return { ms, script: loaded, memory: memory() };
}

/** The memory of the page and of the module, in bytes, as far as the browser reports it. */
function memory() {
  const heap = performance.memory?.usedJSHeapSize ?? 0;
  return { heap, module: module.memory.buffer.byteLength };
}

function* steps() {
  let [from, to] = [0, WHOLE];
  const zoom = (factor) => {
    const about = from + 0.4 * (to - from);
    [from, to] = [about - (about - from) * factor, about + (to - about) * factor];
  };
  for (let i = 0; i < 100; i++) {
    if (i < 40) zoom(0.9);
    else if (i < 70) [from, to] = [from + (to - from) / 10, to + (to - from) / 10];
    else zoom(1 / 0.9);
    yield [Math.max(0, from), Math.min(WHOLE, to)];
  }
}

function elementsIn(root) {
  let count = 0;
  for (const element of root.querySelectorAll('*')) {
    count += 1 + (element.shadowRoot ? elementsIn(element.shadowRoot) : 0);
  }
  return count;
}

async function panzoom(peer) {
  if (current?.peer !== peer) await load(peer);
  const { contender, stage } = current;
  contender.show(0, WHOLE);
  await frame();
  await frame();
  const frames = [];
  const scripts = [];
  let elements = 0;
  await new Promise((done, fail) => {
    const todo = steps();
    let before = 0;
    const next = (now) => {
      try {
        if (before) {
          frames.push(now - before);
          scripts.push(script);
        }
        before = now;
        script = 0;
        const step = todo.next();
        if (step.done) return done();
        contender.show(...step.value);
        window.requestAnimationFrame(next);
      } catch (error) {
        fail(error);
      }
    };
    window.requestAnimationFrame(next);
  });
  elements = elementsIn(stage) + (stage.shadowRoot ? elementsIn(stage.shadowRoot) : 0);
  const part = (values, p) => values.sort((a, b) => a - b)[Math.floor((values.length - 1) * p)];
  return {
    median: part(frames, 0.5),
    p95: part(frames, 0.95),
    max: part(frames, 1),
    script: part(scripts, 0.5),
    elements,
  };
}

window.run = async (what, { peer = 'coroscope' } = {}) => {
  if (!data) await window.prepare(1000);
  if (!contenders[peer]) throw new Error(`there is no contender ${peer} here`);
  if (what === 'load') return load(peer);
  if (what === 'panzoom') return panzoom(peer);
  throw new Error(`there is no measurement ${what} here`);
};
