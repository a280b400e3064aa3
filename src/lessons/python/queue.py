"""Producers put documents into a queue, consumers take them out."""

import asyncio

PRODUCERS, CONSUMERS, CAPACITY, DOCUMENTS = 2, 2, 2, 8
WORK, LATENCY = 0.3, 0.1


async def main():
    queue = asyncio.Queue(CAPACITY)
    producers = [asyncio.create_task(produce(n, queue)) for n in range(PRODUCERS)]
    consumers = [asyncio.create_task(consume(queue)) for _ in range(CONSUMERS)]

    await asyncio.gather(*producers)
    for _ in consumers:
        # One None ends one consumer, so each gets its own.
        await queue.put(None)
    counts = await asyncio.gather(*consumers)
    for n, words in enumerate(counts, start=1):
        print(f"consumer {n} counted {words} words")
    print(f"{sum(counts)} words in all")


async def produce(first, queue):
    # The documents are dealt out: each producer takes every PRODUCERS-th.
    for n in range(first, DOCUMENTS, PRODUCERS):
        await asyncio.sleep(LATENCY * (2 + n % 4) / 2)
        await queue.put(f"What document {n} says.")


async def consume(queue):
    words = 0
    while (page := await queue.get()) is not None:
        words += len(page.split())
        await asyncio.sleep(WORK)
    return words


asyncio.run(main())
