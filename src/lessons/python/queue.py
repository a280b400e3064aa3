"""Producers put documents into a queue, consumers take them out, and a None ends each consumer."""

import asyncio
from time import perf_counter

PRODUCERS, CONSUMERS, CAPACITY, DOCUMENTS = 2, 2, 1, 8
WORK, LATENCY = 0.3, 0.06
ENDS = CONSUMERS  # with 1, the others wait forever


async def main():
    queue = asyncio.Queue(CAPACITY)
    producers = [
        asyncio.create_task(produce(n, queue), name=f"producer {n + 1}") for n in range(PRODUCERS)
    ]
    consumers = [
        asyncio.create_task(consume(queue), name=f"consumer {n + 1}") for n in range(CONSUMERS)
    ]

    for_room = sum(await asyncio.gather(*producers))
    for _ in range(ENDS):
        # One None ends one consumer, so each needs its own.
        await queue.put(None)

    total, for_pages = 0, 0
    for n, (words, waited) in enumerate(await asyncio.gather(*consumers), start=1):
        print(f"consumer {n} counted {words} words")
        total += words
        for_pages += waited
    print(f"producers waited for room: {for_room * 1000:.0f} ms")
    print(f"consumers waited for documents: {for_pages * 1000:.0f} ms")
    print(f"{total} words in all")


async def produce(first, queue):
    waited = 0
    # Each producer takes every PRODUCERS-th document.
    for n in range(first, DOCUMENTS, PRODUCERS):
        await asyncio.sleep(LATENCY * (2 + n % 4) / 2)
        page = f"What document {n} says."
        asked = perf_counter()
        await queue.put(page)
        waited += perf_counter() - asked
    return waited


async def consume(queue):
    words, waited = 0, 0
    while True:
        asked = perf_counter()
        page = await queue.get()
        if page is None:
            return words, waited
        waited += perf_counter() - asked
        words += len(page.split())
        await asyncio.sleep(WORK)


asyncio.run(main())
