"""The same documents, fetched one after the other and then together."""

import asyncio
from time import perf_counter

URLS = ["event-loop.txt", "coroutine.txt", "future.txt", "task.txt", "gather.txt"]
LATENCY = 0.1


async def main():
    began = perf_counter()
    for n in range(len(URLS)):
        await fetch(n)
    alone = perf_counter() - began

    began = perf_counter()
    tasks = [asyncio.create_task(fetch(n), name=url) for n, url in enumerate(URLS)]
    counts = await asyncio.gather(*tasks)
    together = perf_counter() - began

    for url, words in zip(URLS, counts):
        print(f"{url}: {words} words")
    print(f"together: {together * 1000:.0f} ms")
    print(f"one after the other: {alone * 1000:.0f} ms, {alone / together:.1f} × as long")


async def fetch(n):
    # Some servers are slower than others: 1, 1.5, 2, 2.5 times the latency.
    await asyncio.sleep(LATENCY * (2 + n % 4) / 2)
    # A browser or an HTTP client would wait for the network here.
    page = f"What {URLS[n]} says."
    return len(page.split())


asyncio.run(main())
