// The spans that all timelines draw.

/** The length of the whole timeline, in milliseconds. */
export const WHOLE = 100_000;

/** A generator of numbers from 0 to 1: xorshift32. */
function random(seed) {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/** Makes `n` spans on a number of lanes, sorted by start: the lane, the start and the duration of each. */
export function make(n, lanes) {
  const next = random(42);
  const each = Math.floor(n / lanes);
  const slot = WHOLE / each;
  const data = {
    lanes,
    lane: new Uint32Array(each * lanes),
    start: new Float64Array(each * lanes),
    duration: new Float64Array(each * lanes),
  };
  let at = 0;
  for (let i = 0; i < each; i++) {
    const turn = Array.from({ length: lanes }, (_, lane) => {
      const start = i * slot + next() * 0.3 * slot;
      return { lane, start, duration: (0.1 + 0.6 * next()) * slot };
    });
    for (const span of turn.sort((a, b) => a.start - b.start)) {
      data.lane[at] = span.lane;
      data.start[at] = span.start;
      data.duration[at] = span.duration;
      at++;
    }
  }
  return data;
}
