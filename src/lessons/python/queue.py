"""Producers put documents into a queue, consumers take them out, and a None ends each consumer."""

import asyncio
from time import perf_counter

PRODUCERS = 2  # setting: producers
CONSUMERS = 2  # setting: consumers
CAPACITY = 1  # setting: capacity
ENDS = "each"  # setting: ends
URLS = [f"docs/{name}.txt" for name in "event-loop coroutine future task gather queue lock semaphore".split()]  # documents: documents
WORK = 0.3  # setting: work
LATENCY = 0.06  # setting: latency


async def main():
    queue = asyncio.Queue(CAPACITY)
    producers = [
        asyncio.create_task(produce(n, queue), name=f"producer {n + 1}") for n in range(PRODUCERS)
    ]
    consumers = [
        asyncio.create_task(consume(queue), name=f"consumer {n + 1}") for n in range(CONSUMERS)
    ]

    for_room = sum(await asyncio.gather(*producers))
    # With only one, the other consumers wait forever.
    await end({"each": CONSUMERS, "one": 1, "last": 0}[ENDS], queue)

    total, for_pages = 0, 0
    for n, (words, waited) in enumerate(await asyncio.gather(*consumers), start=1):
        print(f"consumer {n} counted {words} words")
        total += words
        for_pages += waited
    print(f"producers waited for room: {for_room * 1000:.0f} ms")
    print(f"consumers waited for documents: {for_pages * 1000:.0f} ms")
    print(f"{total} words in all")


async def produce(first, queue):
    """Returns how long it waited for room."""
    waited = 0
    for n in range(first, len(URLS), PRODUCERS):
        await asyncio.sleep(LATENCY * (2 + n % 4) / 2)
        page = await get(URLS[n])
        asked = perf_counter()
        await queue.put(page)
        waited += perf_counter() - asked
        if ENDS == "last" and n + 1 == len(URLS):
            # Another producer may still have documents.
            await end(CONSUMERS, queue)
    return waited


async def end(consumers, queue):
    """One None ends one consumer, so each needs its own."""
    for _ in range(consumers):
        await queue.put(None)


async def consume(queue):
    """Returns the words that it counted, and how long it waited for documents."""
    words, waited = 0, 0
    while True:
        asked = perf_counter()
        page = await queue.get()
        if page is None:
            return words, waited
        waited += perf_counter() - asked
        words += len(page.split())
        await asyncio.sleep(WORK)


async def get(url):
    # An HTTP client would wait for the network here.
    await asyncio.sleep(0)
    if "missing" in url:
        raise OSError(f"{url} could not be fetched: 404 Not Found")
    return f"What {url} says."


asyncio.run(main())
