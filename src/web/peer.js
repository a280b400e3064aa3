// A chain of async functions, each awaiting the next; the last gives up its turn once.

async function level(depth) {
  await (depth > 1 ? level(depth - 1) : null);
}

/** Milliseconds that `rounds` chains of this depth take, one after the other. */
export async function chain(depth, rounds) {
  const began = performance.now();
  for (let round = 0; round < rounds; round++) await level(depth);
  return performance.now() - began;
}
