"""Many downloads; a semaphore lets only a few run at once."""

import asyncio
from time import perf_counter

DOCUMENTS, LIMIT, LATENCY = 7, 3, 0.1
running = most = 0


async def main():
    permits = asyncio.Semaphore(LIMIT)
    began = perf_counter()
    tasks = [asyncio.create_task(download(n, permits)) for n in range(DOCUMENTS)]
    times = await asyncio.gather(*tasks)

    took = perf_counter() - began
    alone = sum(times)
    print(f"at most {most} at once")
    print(f"{DOCUMENTS} in {took * 1000:.0f} ms")
    print(f"one at a time: {alone * 1000:.0f} ms, {alone / took:.1f} × as long")


async def download(n, permits):
    """Returns how long the download took, without the wait for a permit."""
    global running, most
    async with permits:
        running += 1
        most = max(most, running)

        began = perf_counter()
        # A browser or an HTTP client would wait for the network here.
        await asyncio.sleep(LATENCY * (2 + n % 4) / 2)

        running -= 1
        return perf_counter() - began


asyncio.run(main())
