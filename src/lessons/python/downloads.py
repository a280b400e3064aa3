"""Many downloads, of which a semaphore lets only some be under way at a time."""

import asyncio
from time import perf_counter

DOCUMENTS, LIMIT, LATENCY = 7, 3, 0.1
under_way = most = 0


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
    """Tells how long the download took, without the time in line."""
    global under_way, most
    async with permits:
        under_way += 1
        most = max(most, under_way)

        began = perf_counter()
        # A browser or an HTTP client would wait for the network here.
        await asyncio.sleep(LATENCY * (2 + n % 4) / 2)

        under_way -= 1
        return perf_counter() - began


asyncio.run(main())
