"""Jobs that compute and wait, one after the other and together: the measured and the predicted gain."""

import asyncio
from math import isqrt
from time import perf_counter

SHARES, JOBS, END = [0, 50, 75, 90], 4, 5_000


async def main():
    # The first run fills the processor's caches, so the best of three predicts the later runs.
    computing = min(compute() for _ in range(3))
    print(f"jobs: {JOBS}; each computes for {computing * 1000:.1f} ms")
    if not computing:
        # A virtual clock does not advance here, and a coarse one may not have advanced yet.
        print("this clock does not show how long computing takes: use a real one")
        return

    for share in SHARES:
        await asyncio.create_task(compare(share, computing), name=f"{share} % waiting")


async def compare(share, computing):
    waiting = computing * share / (100 - share)

    began = perf_counter()
    for _ in range(JOBS):
        await job(waiting)
    alone = perf_counter() - began

    began = perf_counter()
    jobs = [asyncio.create_task(job(waiting)) for _ in range(JOBS)]
    await asyncio.gather(*jobs)
    together = perf_counter() - began

    # Together, the computing still adds up: there is one thread. Only the waiting overlaps.
    measured = alone / together
    predicted = JOBS * (computing + waiting) / (JOBS * computing + waiting)
    print(f"{share} % waiting: {measured:.1f} × as fast, predicted {predicted:.1f} ×")


async def job(waiting):
    compute()
    await asyncio.sleep(waiting)


def compute():
    """Returns how long it took."""
    began = perf_counter()
    sum(map(is_prime, range(END)))
    return perf_counter() - began


def is_prime(n):
    return n >= 2 and all(n % d for d in range(2, isqrt(n) + 1))


asyncio.run(main())
