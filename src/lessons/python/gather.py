"""The same documents, fetched one after the other and then together."""

import asyncio
from time import perf_counter

URLS = [f"docs/{name}.txt" for name in "event-loop coroutine future task gather".split()]  # documents: tasks
LATENCY = 0.1  # setting: latency
ORDER = "both"  # setting: order
ERRORS = "first"  # setting: errors


async def main():
    alone = None

    if ORDER == "both":
        began = perf_counter()
        try:
            await asyncio.create_task(one_after_the_other(), name="one after the other")
            alone = perf_counter() - began
        except OSError as error:
            print(f"one after the other stopped: {error}")

    began = perf_counter()
    tasks = [asyncio.create_task(fetch(n), name=url) for n, url in enumerate(URLS)]
    counts = await asyncio.gather(*tasks, return_exceptions=ERRORS == "all")
    for url, words in zip(URLS, counts):
        if isinstance(words, OSError):
            print(f"failed: {words}")
        else:
            print(f"{url}: {words} words")
    together = perf_counter() - began

    print(f"together: {together * 1000:.0f} ms")
    if alone and together:
        print(f"one after the other: {alone * 1000:.0f} ms, {alone / together:.1f} × as long")


async def one_after_the_other():
    for n in range(len(URLS)):
        await fetch(n)


async def fetch(n):
    """Fetches the n-th document and counts its words."""
    # Some servers are slower than others: 1, 1.5, 2, 2.5 times the latency.
    await asyncio.sleep(LATENCY * (2 + n % 4) / 2)
    page = await get(URLS[n])
    return len(page.split())


async def get(url):
    # An HTTP client would wait for the network here.
    await asyncio.sleep(0)
    if "missing" in url:
        raise OSError(f"{url} could not be fetched: 404 Not Found")
    return f"What {url} says."


asyncio.run(main())
