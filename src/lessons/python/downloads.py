"""Many downloads; a semaphore lets only a few run at once."""

import asyncio
from time import perf_counter

URLS = [f"docs/{name}.txt" for name in "event-loop coroutine future task gather queue lock".split()]  # documents: documents
LIMIT = 3  # setting: limit
LATENCY = 0.1  # setting: latency

running = most = 0


async def main():
    permits = asyncio.Semaphore(LIMIT)
    began = perf_counter()
    tasks = [
        asyncio.create_task(download(n, url, permits), name=url) for n, url in enumerate(URLS)
    ]
    times = await asyncio.gather(*tasks)

    took = perf_counter() - began
    alone = sum(times)
    print(f"at most {most} at once")
    print(f"{len(URLS)} in {took * 1000:.0f} ms")
    print(f"one at a time: {alone * 1000:.0f} ms, {alone / took if took else 0:.1f} × as long")


async def download(n, url, permits):
    """Returns how long the download took, without the wait for a permit."""
    global running, most
    async with permits:
        running += 1
        most = max(most, running)

        began = perf_counter()
        await asyncio.sleep(LATENCY * (2 + n % 4) / 2)
        await get(url)

        running -= 1
        return perf_counter() - began


async def get(url):
    # An HTTP client would wait for the network here.
    await asyncio.sleep(0)
    if "missing" in url:
        raise OSError(f"{url} could not be fetched: 404 Not Found")
    return f"What {url} says."


asyncio.run(main())
