"""Documents are fetched, parsed and stored by tasks of their own, with a queue between each two."""

import asyncio
import sqlite3
from time import perf_counter

DOCUMENTS, FETCHERS, CAPACITY, LATENCY = 9, 3, 2, 0.1


async def main():
    began = perf_counter()
    pages, counts = asyncio.Queue(CAPACITY), asyncio.Queue(CAPACITY)
    store = sqlite3.connect(":memory:", check_same_thread=False)
    await asyncio.to_thread(store.execute, "CREATE TABLE words (title PRIMARY KEY, words)")

    # When one of them fails, the others are cancelled.
    async with asyncio.TaskGroup() as group:
        fetching = [group.create_task(fetch(n, pages)) for n in range(FETCHERS)]
        group.create_task(parse(pages, counts))
        group.create_task(keep(counts, store))

        await asyncio.gather(*fetching)
        print(f"all fetched after {(perf_counter() - began) * 1000:.0f} ms")
        await pages.put(None)
    print(f"all stored after {(perf_counter() - began) * 1000:.0f} ms")

    kept = await asyncio.to_thread(list, store.execute("SELECT title, words FROM words"))
    words = sum(words for _, words in kept)
    print(f"documents read back: {len(kept)}, words in all: {words}")
    store.close()


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
    # No page will come, so no count will.
    await counts.put(None)


async def keep(counts, store):
    stored = 0
    while (count := await counts.get()) is not None:
        await asyncio.to_thread(store.execute, "INSERT INTO words VALUES (?, ?)", count)
        stored += 1
        print(f"{stored} of {DOCUMENTS}: {count[0]}")


asyncio.run(main())
