// window.ready, window.workloads, and window.run(workload, n, options) → { ms, check, gap }.

import init, { run as coroscope, run_on_tokio as tokio } from './coroscope_bench.js';
import { run as javascript, sharedTimer } from './javascript.js';

/** The workloads: the size of each in the project's table, and a contender beside Coroscope and JavaScript. */
window.workloads = {
  gather: { n: 100_000, peer: 'tokio' },
  yields: { n: 200_000, peer: 'tokio' },
  queue64_1x1: { n: 200_000, peer: 'tokio' },
  queue64_4x4: { n: 200_000 },
  queueinf_1x1: { n: 200_000, peer: 'tokio' },
  queueinf_4x4: { n: 200_000 },
  lock: { n: 1_000, peer: 'tokio' },
  nest_100: { n: 1_000, peer: 'tokio' },
  nestY_100: { n: 100, peer: 'tokio' },
  timers: { n: 10_000, peer: 'shared-timer' },
};

const peers = {
  coroscope,
  javascript,
  tokio,
  'shared-timer': sharedTimer,
};

window.ready = init();

/** Watches animation frames. The returned function stops it and returns the longest gap between two frames. */
function watchFrames() {
  let longest = 0;
  let last = performance.now();
  let frame = requestAnimationFrame(function next() {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    frame = requestAnimationFrame(next);
  });
  return () => {
    cancelAnimationFrame(frame);
    return Math.max(longest, performance.now() - last);
  };
}

const frame = () => new Promise(requestAnimationFrame);

window.run = async (workload, n, { record = true, peer = 'coroscope' } = {}) => {
  const work = peers[peer];
  await frame();
  await frame();
  const stop = watchFrames();
  const began = performance.now();
  const check = await work(workload, n, record);
  const ms = performance.now() - began;
  const gap = stop();
  const contender = peer === 'coroscope' ? `coroscope, ${record ? 'recording' : 'not recording'}` : peer;
  const line = `${workload} × ${n}, ${contender}: ${ms.toFixed(1)} ms, longest frame gap ${gap.toFixed(1)} ms\n`;
  document.querySelector('#out').append(line);
  return { ms, check, gap };
};
