// window.ready, and window.run(workload, n, options) → { ms, check, gap }.

import init, { run as coroscope } from "./coroscope_bench.js";
import { run as javascript } from "./javascript.js";

window.ready = init();

/** The longest gap between two animation frames, from now until it is stopped. */
function watchFrames() {
  let longest = 0;
  let last = performance.now();
  let frame = requestAnimationFrame(function next(now) {
    longest = Math.max(longest, now - last);
    last = now;
    frame = requestAnimationFrame(next);
  });
  return () => {
    cancelAnimationFrame(frame);
    return Math.max(longest, performance.now() - last);
  };
}

window.run = async (workload, n, { record = true, peer } = {}) => {
  await new Promise(requestAnimationFrame);
  const stop = watchFrames();
  const began = performance.now();
  const check = await (peer === "javascript" ? javascript(workload, n) : coroscope(workload, n, record));
  const ms = performance.now() - began;
  return { ms, check, gap: stop() };
};
