"""Documents are fetched, parsed and stored by separate tasks, with queues in between."""

import asyncio
from time import perf_counter

DOCUMENTS, FETCHERS, CAPACITY, LATENCY, ACCESS = 9, 3, 2, 0.1, 0.01


async def main():
    began = perf_counter()
    pages, counts = asyncio.Queue(CAPACITY), asyncio.Queue(CAPACITY)
    store = {}

    # When one of them fails, the others are cancelled.
    async with asyncio.TaskGroup() as group:
        fetching = [group.create_task(fetch(n, pages)) for n in range(FETCHERS)]
        group.create_task(parse(pages, counts))
        group.create_task(keep(counts, store))

        await asyncio.gather(*fetching)
        print(f"all fetched after {(perf_counter() - began) * 1000:.0f} ms")
        await pages.put(None)
    print(f"all stored after {(perf_counter() - began) * 1000:.0f} ms")

    print(f"documents stored: {len(store)}, words in all: {sum(store.values())}")


async def fetch(first, pages):
    for n in range(first, DOCUMENTS, FETCHERS):
        await asyncio.sleep(LATENCY * (2 + n % 4) / 2)
        # A browser or an HTTP client would wait for the network here.
        await pages.put(f"Document {n + 1}\n\nWhat document {n + 1} says.")


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
        # A database would wait for the disk here.
        await asyncio.sleep(ACCESS)
        title, words = count
        store[title] = words
        stored += 1
        print(f"{stored} of {DOCUMENTS}: {title}")


asyncio.run(main())
