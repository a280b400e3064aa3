"""Jobs that compute and wait, one after the other and together: the measured and the predicted gain."""

import asyncio
from math import inf, isqrt
from time import perf_counter

SHARE = 75  # setting: share
JOBS = 4  # setting: jobs
# Python computes more slowly than Rust, so a thousand of the setting is fifty here.
END = 5_000  # setting: numbers × 50
VARIANT = "curve"  # setting: variant


async def main():
    shares = {SHARE} if VARIANT == "mine" else {0, 50, 75, 90, SHARE}

    # The first run fills the processor's caches, so the best of three predicts the later runs.
    computing = inf
    for _ in range(3):
        computing = min(computing, compute())
        await asyncio.sleep(0)
    print(f"jobs: {JOBS}; each computes for {computing * 1000:.1f} ms")

    for share in sorted(shares):
        await asyncio.create_task(compare(share, computing), name=f"{share} % waiting")


async def compare(share, computing):
    # Computing takes no time on a virtual clock, so there it counts as a millisecond.
    waiting = max(computing, 0.001) * share / (100 - share)

    began = perf_counter()
    for _ in range(JOBS):
        await job(waiting)
    alone = perf_counter() - began

    began = perf_counter()
    jobs = [
        asyncio.create_task(job(waiting), name=f"job {n} of {share} %") for n in range(1, JOBS + 1)
    ]
    await asyncio.gather(*jobs)
    together = perf_counter() - began

    # Together, the computing still adds up: there is one thread. Only the waiting overlaps.
    measured = speed_up(alone, together)
    predicted = speed_up(JOBS * (computing + waiting), JOBS * computing + waiting)
    print(f"{share} % waiting: {measured} × as fast, predicted {predicted} ×")


def speed_up(alone, together):
    return f"{alone / together if together else 1:.1f}"


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
