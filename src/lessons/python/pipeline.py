"""Documents are fetched, parsed and stored by separate tasks, with queues in between."""

import asyncio
from time import perf_counter

URLS = [f"docs/{name}.txt" for name in "event-loop coroutine future task gather queue lock semaphore timeout".split()]  # documents: documents
FETCHERS = 3  # setting: fetchers
CAPACITY = 2  # setting: capacity
LATENCY = 0.1  # setting: latency


async def main():
    began = perf_counter()
    pages, counts = asyncio.Queue(CAPACITY), asyncio.Queue(CAPACITY)
    store = Store()
    await store.clear()

    # When one of them fails, the others are cancelled.
    async with asyncio.TaskGroup() as group:
        fetching = [
            group.create_task(fetch(n, pages), name=f"fetcher {n + 1}") for n in range(FETCHERS)
        ]
        group.create_task(parse(pages, counts), name="parser")
        group.create_task(keep(counts, store), name="keeper")

        await asyncio.gather(*fetching)
        print(f"all fetched after {(perf_counter() - began) * 1000:.0f} ms")
        await pages.put(None)
    print(f"all stored after {(perf_counter() - began) * 1000:.0f} ms")

    stored = await store.list()
    print(f"documents read back: {len(stored)}, words in all: {sum(stored.values())}")


async def fetch(first, pages):
    for n in range(first, len(URLS), FETCHERS):
        await asyncio.sleep(LATENCY * (2 + n % 4) / 2)
        page = await get(URLS[n])
        await pages.put(page)


async def parse(pages, counts):
    while (page := await pages.get()) is not None:
        title = page.splitlines()[0]
        words = len(page.split())
        await counts.put((title, words))
    # No more pages, so no more counts.
    await counts.put(None)


async def keep(counts, store):
    stored = 0
    while (count := await counts.get()) is not None:
        title, words = count
        await store.put(title, words)
        stored += 1
        print(f"{stored} of {len(URLS)}: {title}")


async def get(url):
    # An HTTP client would wait for the network here.
    await asyncio.sleep(0)
    if "missing" in url:
        raise OSError(f"{url} could not be fetched: 404 Not Found")
    return f"What {url} says."


class Store:
    """A database would wait for the disk at each sleep."""

    def __init__(self):
        self.values = {}

    async def clear(self):
        await asyncio.sleep(0)
        self.values.clear()

    async def put(self, key, value):
        await asyncio.sleep(0)
        self.values[key] = value

    async def list(self):
        await asyncio.sleep(0)
        return self.values


asyncio.run(main())
