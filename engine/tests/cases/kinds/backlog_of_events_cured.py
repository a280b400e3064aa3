# Nothing is wrong: the queue has a limit.
import asyncio


async def produce(events, count):
    for n in range(count):
        await asyncio.sleep(0.004)
        await events.put(n)


async def consume(events):
    while await events.get() is not None:
        await asyncio.sleep(0.01)


async def main():
    events = asyncio.Queue(maxsize=20)
    consuming = asyncio.create_task(consume(events), name="consumer")
    await asyncio.gather(produce(events, 150), produce(events, 150))
    await events.put(None)
    await consuming


asyncio.run(main())
