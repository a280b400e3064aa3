"""Three reusable helpers: limit concurrency, retry after a failure, limit the rate."""

import asyncio
from time import perf_counter

VARIANT = "map"  # setting: variant
URLS = [f"docs/{name}.txt" for name in "event-loop coroutine future task gather queue".split()]  # documents: documents
MOST = 2  # setting: most
REFUSALS = 8  # setting: refusals
ATTEMPTS = 3  # setting: attempts
PAUSE = 0.1  # setting: pause
LATENCY = 0.15  # setting: latency

began = perf_counter()
refusals = REFUSALS if VARIANT == "retry" else 0


async def bounded_map(f, items, most):
    """Runs f on every item, at most `most` at a time. The results are in the order of the items."""
    permits = asyncio.Semaphore(most)

    async def job(item):
        async with permits:
            return await f(item)

    return await asyncio.gather(*[asyncio.create_task(job(item), name=item) for item in items])


async def retry(attempts, pause, f):
    """Makes up to so many attempts, and waits after each failure, each time twice as long."""
    for _ in range(attempts - 1):
        try:
            return await f()
        except OSError as error:
            print(f"{error}, again in {pause * 1000:.0f} ms")
        await asyncio.sleep(pause)
        pause *= 2
    return await f()


class Pace:
    """Lets callers through one at a time, at least a pause apart."""

    def __init__(self, pause):
        self.pause = pause
        self.next = perf_counter()

    async def turn(self):
        mine = max(self.next, perf_counter())
        self.next = mine + self.pause
        await asyncio.sleep(mine - perf_counter())


async def main():
    pace = Pace(PAUSE)

    async def count(url):
        if VARIANT == "retry":
            return await retry(ATTEMPTS, PAUSE, lambda: fetch(url))
        if VARIANT == "pace":
            await pace.turn()
        return await fetch(url)

    counts = await bounded_map(count, URLS, MOST if VARIANT == "map" else len(URLS))
    print(f"{sum(counts)} words after {elapsed()}")


async def fetch(url):
    global refusals
    await asyncio.sleep(LATENCY)
    if refusals > 0:
        # As an overloaded server does.
        refusals -= 1
        raise ConnectionRefusedError(f"{url} was refused")
    page = await get(url)
    print(f"{url} arrived after {elapsed()}")
    return len(page.split())


async def get(url):
    # An HTTP client would wait for the network here.
    await asyncio.sleep(0)
    if "missing" in url:
        raise OSError(f"{url} could not be fetched: 404 Not Found")
    return f"What {url} says."


def elapsed():
    return f"{(perf_counter() - began) * 1000:.0f} ms"


asyncio.run(main())
